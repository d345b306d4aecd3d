//! What waits for a client: what must not be dropped in one queue, the latest of each key of market data in another.
//!
//! Both are bounded. The first makes those wait who can wait, and ends the connection otherwise; the second drops what is older and
//! counts it. They take turns, so neither a large result nor a flood of quotes holds the other up by more than a frame.

mod item;
mod latest;
mod queues;
mod stream;

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use bytes::Bytes;
use tokio::sync::Notify;

use crate::Limits;
use queues::Queues;

pub(crate) use item::{Delivery, Item, Observer, Outgoing, Packed};

/// The client reads too slowly for what must not be dropped.
pub(crate) struct Overflow;

/// The queues of one connection.
pub(crate) struct Outbox {
    queues: Mutex<Queues>,
    /// Tells those who wait that something was taken out.
    room: Notify,
    room_bytes: usize,
}

impl Outbox {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { queues: Mutex::new(Queues::new(limits)), room: Notify::new(), room_bytes: limits.room_bytes }
    }

    /// Puts a frame into the queue of those that are not dropped, however full it is: who calls has waited for
    /// [`room`](Self::room), or is one of a bounded number. False if the connection has ended.
    pub(crate) fn push(&self, item: Item) -> bool {
        self.lock().push(item)
    }

    /// The same for a frame whose number nobody bounds: if the queue is full, the connection ends.
    pub(crate) fn push_or_overflow(&self, item: Item) -> bool {
        self.lock().push_or_overflow(item)
    }

    /// Waits until the client has read enough, or has gone.
    pub(crate) async fn room(&self) {
        loop {
            let mut changed = std::pin::pin!(self.room.notified());
            changed.as_mut().enable();
            if self.lock().has_room(self.room_bytes) {
                return;
            }
            changed.await;
        }
    }

    /// Bytes of frames that must not be dropped.
    pub(crate) fn unread(&self) -> usize {
        self.lock().unread()
    }

    /// A new stream of events for a subscription.
    pub(crate) fn open_stream(&self, subscription: u32, observer: Option<Observer>) -> u64 {
        self.lock().open_stream(subscription, observer)
    }

    /// Ends the stream of a subscription, and drops what waits of it; false if there is none.
    pub(crate) fn close_stream(&self, subscription: u32) -> bool {
        self.lock().close_stream(subscription)
    }

    /// Ends a stream by an empty last event, unless it has ended.
    pub(crate) fn finish_stream(&self, stream: u64) {
        self.lock().finish_stream(stream);
    }

    /// Ends a stream by the frame of an error, unless it has ended.
    pub(crate) fn fail_stream(&self, stream: u64, bytes: Bytes) {
        self.lock().fail_stream(stream, bytes);
    }

    /// The subscriptions that have a stream.
    pub(crate) fn subscriptions(&self) -> Vec<u32> {
        self.lock().subscriptions()
    }

    /// Whether a stream is still open.
    pub(crate) fn has_stream(&self, stream: u64) -> bool {
        self.lock().has_stream(stream)
    }

    /// Sets the latest event of a key; true if the stream is open. Adds up in `merged` how many were dropped for it.
    pub(crate) fn set_latest(&self, stream: u64, key: u64, data: Packed, merged: &mut u64) -> bool {
        self.lock().set_latest(stream, key, data, merged)
    }

    /// Drops what waits of a key; how many events that were.
    pub(crate) fn drop_latest(&self, stream: u64, key: u64) -> u64 {
        self.lock().drop_latest(stream, key)
    }

    /// What is to be sent next; who [attends](Self::attend) is woken when there is something.
    pub(crate) fn poll_next(&self) -> Poll<Outgoing> {
        let mut queues = self.lock();
        let was_full = !queues.has_room(self.room_bytes);
        let next = queues.poll_next();
        if was_full && queues.has_room(self.room_bytes) {
            self.room.notify_waiters();
        }
        next
    }

    /// Whoever sends is awake: it need not be woken until it has found nothing, but for an overflow.
    pub(crate) fn attend(&self, cx: &Context<'_>) -> Result<(), Overflow> {
        self.lock().attend(cx)
    }

    /// Nothing is sent any more.
    pub(crate) fn close(&self) {
        self.lock().close();
        self.room.notify_waiters();
    }

    fn lock(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
