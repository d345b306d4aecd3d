//! Stops a server: first gently, then at once.

use std::sync::Arc;

use crate::{Cancellation, Counts, counters::Counters};

/// Stops a server from anywhere, and tells how it fares.
#[derive(Clone)]
pub struct Switch {
    stopping: Stopping,
    counters: Arc<Counters>,
}

impl Switch {
    pub(crate) fn new(stopping: Stopping, counters: Arc<Counters>) -> Self {
        Self { stopping, counters }
    }

    /// The first call lets requests that are open be answered, refuses new ones, and closes each connection when nothing waits for it
    /// any more; the second closes all of them at once.
    pub fn stop(&self) {
        if self.stopping.gently.is_cancelled() {
            self.stopping.at_once.cancel();
        }
        self.stopping.gently.cancel();
    }

    /// The same as the first call of [`stop`](Self::stop), however often.
    pub fn stop_gently(&self) {
        self.stopping.gently.cancel();
    }

    /// What has been counted until now.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counters.counts()
    }
}

/// The other end of a switch.
#[derive(Clone, Default)]
pub(crate) struct Stopping {
    gently: Cancellation,
    at_once: Cancellation,
}

impl Stopping {
    /// Waits until it was asked to stop.
    pub(crate) async fn begun(&self) {
        self.gently.cancelled().await;
    }

    /// Waits until it was asked to stop at once.
    pub(crate) async fn at_once(&self) {
        self.at_once.cancelled().await;
    }
}
