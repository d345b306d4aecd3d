//! An import that stands still for a while.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Since when it stands still, if it does.
#[derive(Default)]
pub(crate) struct Pause {
    since: Mutex<Option<Instant>>,
    ended: Condvar,
}

impl Pause {
    /// Whether it did not stand still already.
    pub(crate) fn begin(&self) -> bool {
        let mut since = self.since();
        let begins = since.is_none();
        since.get_or_insert_with(Instant::now);
        begins
    }

    /// Goes on; tells how long it stood still.
    pub(crate) fn end(&self) -> Duration {
        let paused = self.since().take().map_or(Duration::ZERO, |since| since.elapsed());
        self.ended.notify_all();
        paused
    }

    /// Waits until it goes on.
    pub(crate) fn wait(&self) {
        let waited = self.ended.wait_while(self.since(), |since| since.is_some());
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }

    fn since(&self) -> MutexGuard<'_, Option<Instant>> {
        self.since.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
