//! How connections fare, counted for whoever shows metrics.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Counts since the server began; `connections` is how many there are now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Connections that are open, those before their handshake too.
    pub connections: u64,
    /// Connections whose nonce was right.
    pub welcomed: u64,
    /// Connections refused before: no place, a wrong Host, Origin, request, nonce, or none in time.
    pub refused: u64,
    /// Requests and subscriptions that reached a handler.
    pub requests: u64,
    /// Handlers that have panicked.
    pub panics: u64,
    /// Events that were merged into a later one, or dropped for want of room.
    pub merged: u64,
    /// Connections closed for reading too slowly, or not at all.
    pub slow: u64,
    /// Times that the operating system would not give the next connection.
    pub not_accepted: u64,
}

macro_rules! counters {
    ($($name:ident),*) => {
        /// The same, as many threads count.
        #[derive(Default)]
        pub(crate) struct Counters { $(pub(crate) $name: AtomicU64,)* }

        impl Counters {
            /// As they are now.
            pub(crate) fn counts(&self) -> Counts {
                Counts { $($name: self.$name.load(Relaxed),)* }
            }
        }
    };
}

counters!(connections, welcomed, refused, requests, panics, merged, slow, not_accepted);

impl Counters {
    /// Counts a connection that was refused. Of many the log tells of ever fewer, so that nobody washes it away from outside.
    pub(crate) fn refuse(&self, why: Option<&str>) {
        let refused = self.refused.fetch_add(1, Relaxed) + 1;
        if refused.is_power_of_two() {
            tracing::warn!(reason = why.unwrap_or("it has gone"), refused, "connection refused");
        }
    }
}

/// One more.
pub(crate) fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Relaxed);
}

/// Counts a connection while it is there.
pub(crate) struct Present<'a>(&'a AtomicU64);

impl<'a> Present<'a> {
    pub(crate) fn new(counter: &'a AtomicU64) -> Self {
        count(counter);
        Self(counter)
    }
}

impl Drop for Present<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Relaxed);
    }
}
