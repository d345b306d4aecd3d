//! Long results take turns, a few of a connection at a time: a client that reads slowly must not hold all threads of a service.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Semaphore;

/// Results in parts that are made for one connection at once; half of a service's threads.
const AT_ONCE: usize = 4;

/// The turns of all connections.
#[derive(Default)]
pub(crate) struct Turns(Mutex<HashMap<String, Arc<Semaphore>>>);

impl Turns {
    /// Those of a connection that is there.
    pub(crate) fn of(&self, session: &str) -> Arc<Semaphore> {
        let mut turns = self.lock();
        match turns.get(session) {
            Some(known) => known.clone(),
            None => turns.entry(session.into()).or_insert_with(|| Semaphore::new(AT_ONCE).into()).clone(),
        }
    }

    /// The connection has gone.
    pub(crate) fn forget(&self, session: &str) {
        self.lock().remove(session);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Semaphore>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
