//! The events of one subscription, numbered in the order in which they leave.

use bytes::Bytes;
use tickloom_protocol::{Frame, Payload};

use super::{Delivery, Observer, Packed};

/// A subscription that gets events.
pub(super) struct Stream {
    pub(super) subscription: u32,
    /// Whether the client was told that it has begun.
    pub(super) has_begun: bool,
    /// How many events came before the next, those that were merged or dropped too.
    before: u64,
    observer: Option<Observer>,
}

impl Stream {
    pub(super) fn new(subscription: u32, observer: Option<Observer>) -> Self {
        Self { subscription, has_begun: false, before: 0, observer }
    }

    /// So many events are not sent. The next one's number jumps by them, which is how the client learns of it.
    pub(super) fn skip(&mut self, events: u64) {
        self.before += events;
    }

    /// What is told when an event is handed over, if somebody wants it.
    pub(super) fn delivery(&self, data: &Packed) -> Option<Delivery> {
        Some(Delivery { caused: data.caused?, observer: self.observer.clone()? })
    }

    /// The frame of an event; none if it cannot be sent.
    pub(super) fn frame(&mut self, data: &[u8], is_last: bool) -> Option<Bytes> {
        let event = Frame::Event {
            subscription: self.subscription,
            sequence: self.before,
            last: is_last.then_some(true),
            data: Payload::received(data),
        };
        let bytes = event.encode().ok()?;
        self.before += 1;
        Some(bytes.into())
    }
}
