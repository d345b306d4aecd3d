//! A subscription, as its owner sees it.

use std::{
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use bytes::Bytes;

use super::{
    desk::{Desk, Order},
    event_queue::{Event, EventQueue},
    waiting::block_until,
};
use crate::Failure;

/// Events, as they come. Dropped, it unsubscribes.
///
/// Events that are not taken wait, as many as [`ClientLimits`](super::ClientLimits) says. Beyond that a subscription that can go on
/// from its last event is held up, and all others lose the oldest, which the next one tells.
pub struct EventStream {
    key: u64,
    queue: Arc<EventQueue>,
    desk: Arc<Desk>,
}

impl EventStream {
    pub(crate) fn new(key: u64, queue: Arc<EventQueue>, desk: Arc<Desk>) -> Self {
        Self { key, queue, desk }
    }

    /// The reply with which it began, as MessagePack, waited for on this thread; none if it has not come by then.
    ///
    /// # Errors
    /// Why the engine gives no events.
    pub fn begun_within(&self, most: Duration) -> Option<Result<Bytes, Failure>> {
        block_until(Instant::now().checked_add(most), |cx| self.poll_begun(cx))
    }

    /// The same as a task sees it.
    pub fn poll_begun(&self, cx: &mut Context<'_>) -> Poll<Result<Bytes, Failure>> {
        self.queue.poll_begun(cx)
    }

    /// The next event, waited for on this thread: none if none has come by then, none within after the last.
    pub fn next_within(&self, most: Duration) -> Option<Option<Result<Event, Failure>>> {
        block_until(Instant::now().checked_add(most), |cx| self.poll_next(cx))
    }

    /// The same as a task sees it. One thread or task takes events at a time.
    pub fn poll_next(&self, cx: &mut Context<'_>) -> Poll<Option<Result<Event, Failure>>> {
        let (next, goes_on) = std::task::ready!(self.queue.poll_next(cx));
        if goes_on {
            // A client that was closed has ended it already.
            let _ = self.desk.place(Order::GoOn { key: self.key });
        }
        Poll::Ready(next)
    }

    /// Unsubscribes: after the events that wait already there are no more. May be repeated.
    pub fn close(&self) {
        self.queue.end(Ok(()));
        // A client that was closed has ended it already.
        let _ = self.desk.place(Order::Forget { key: self.key });
    }
}

impl Drop for EventStream {
    fn drop(&mut self) {
        self.close();
    }
}
