//! What all who serve one connection share: who is there, what waits for it, what it has begun.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::Relaxed},
};

use crate::{counters::Counters, outbox::Outbox, pending::Pending};

/// One client whose nonce was right.
pub(crate) struct Peer {
    /// Its name in logs.
    pub(crate) session: String,
    /// What it calls itself.
    pub(crate) client: String,
    pub(crate) outbox: Outbox,
    pub(crate) pending: Pending,
    pub(crate) counters: Arc<Counters>,
    /// Whether what others were told goes before its answers.
    pub(crate) gives_way: AtomicBool,
}

impl Peer {
    /// Lets others go first, once.
    pub(crate) fn give_way(&self) {
        self.gives_way.store(true, Relaxed);
    }

    /// Whether others go first now.
    pub(crate) fn must_give_way(&self) -> bool {
        self.gives_way.swap(false, Relaxed)
    }

    /// Nobody waits any more: whatever runs for it is given up.
    pub(crate) fn leave(&self) {
        self.pending.cancel_all();
        self.outbox.close();
    }
}
