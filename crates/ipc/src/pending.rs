//! Requests and subscriptions of a connection that are open: registered, cancelled, finished.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio_util::sync::CancellationToken;

use crate::Failure;

/// The open ones by their number.
pub(crate) struct Pending {
    open: Mutex<HashMap<u32, CancellationToken>>,
    all: CancellationToken,
    most: usize,
}

impl Pending {
    pub(crate) fn new(most: usize) -> Self {
        Self { open: Mutex::default(), all: CancellationToken::new(), most }
    }

    /// Registers a number; what comes back fires when it is cancelled, or all of them are.
    pub(crate) fn open(&self, id: u32) -> Result<CancellationToken, Failure> {
        let mut open = self.lock();
        if open.contains_key(&id) {
            return Err(id_in_use(id));
        }
        if open.len() >= self.most {
            return Err(too_many(self.most));
        }
        let token = self.all.child_token();
        open.insert(id, token.clone());
        Ok(token)
    }

    /// Whether a number can be used now.
    pub(crate) fn is_free(&self, id: u32) -> Result<(), Failure> {
        if self.lock().contains_key(&id) { Err(id_in_use(id)) } else { Ok(()) }
    }

    /// Asks to give one up; it stays registered until it was answered.
    pub(crate) fn cancel(&self, id: u32) {
        if let Some(token) = self.lock().get(&id) {
            token.cancel();
        }
    }

    /// The number is free again.
    pub(crate) fn finish(&self, id: u32) {
        self.lock().remove(&id);
    }

    pub(crate) fn cancel_all(&self) {
        self.all.cancel();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u32, CancellationToken>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn id_in_use(id: u32) -> Failure {
    Failure::new("protocol.id_in_use", format!("number {id} is still open on this connection: use another"))
}

fn too_many(most: usize) -> Failure {
    let message = format!("{most} requests and subscriptions of this connection are open: wait for some");
    Failure::new("protocol.too_many_requests", message)
}

#[cfg(test)]
mod tests {
    use super::Pending;

    #[test]
    fn a_number_is_open_once_and_free_when_it_was_answered() {
        let pending = Pending::new(8);
        pending.open(1).unwrap();
        assert_eq!(pending.open(1).unwrap_err().code(), "protocol.id_in_use");
        assert!(pending.is_free(1).is_err());
        pending.finish(1);
        assert!(pending.open(1).is_ok());
    }

    #[test]
    fn one_more_than_the_most_is_refused() {
        let pending = Pending::new(2);
        assert!(pending.open(1).is_ok() && pending.open(2).is_ok());
        assert_eq!(pending.open(3).unwrap_err().code(), "protocol.too_many_requests");
    }

    #[test]
    fn cancelling_one_leaves_the_others_alone_and_the_end_takes_all() {
        let pending = Pending::new(8);
        let (one, other) = (pending.open(1).unwrap(), pending.open(2).unwrap());
        pending.cancel(1);
        assert!(one.is_cancelled() && !other.is_cancelled());
        pending.cancel_all();
        assert!(other.is_cancelled() && pending.open(3).unwrap().is_cancelled());
    }
}
