//! Where the events of a subscription go in.

use std::{sync::Arc, time::Instant};

use crate::{
    Cancellation, Failure,
    outbox::{Item, Packed},
    peer::Peer,
};
use serde::Serialize;
use tickloom_protocol::{MAX_FRAME_BYTES, Payload, ProtocolError};

/// What a frame has around the data of its event, at most.
const AROUND: usize = 128;

/// The stream of one subscription. Clones of it, on any thread, fill the same one.
///
/// Each event counts, whether it is sent or merged into a later one: the `sequence` that the client sees jumps by those that it did
/// not get.
#[derive(Clone)]
pub struct Events {
    pub(crate) stream: u64,
    pub(crate) peer: Arc<Peer>,
    pub(crate) cancelled: Cancellation,
    pub(crate) caused: Option<Instant>,
}

impl Events {
    /// The same stream for what was caused at that moment, usually when a [call](crate::Call::received) came: who
    /// [observes](crate::Subscription::observed) the subscription learns how long its events took from there to the socket.
    #[must_use]
    pub fn caused_at(&self, moment: Instant) -> Self {
        Self { caused: Some(moment), ..self.clone() }
    }

    /// Market data: the latest of `key` replaces one that the client has not got yet. It never waits.
    ///
    /// # Errors
    /// `protocol.cancelled` if the subscription has ended; `protocol.result_too_large` above 16 MiB.
    pub fn latest(&self, key: u64, data: &(impl Serialize + Sync)) -> Result<(), Failure> {
        self.latest_packed(key, Payload::of(data))
    }

    /// [`latest`](Self::latest) of data that may be packed already, as that of all four may be.
    ///
    /// # Errors
    /// As there.
    pub fn latest_packed(&self, key: u64, data: Payload<'_>) -> Result<(), Failure> {
        let mut merged = 0;
        let is_open = self.peer.outbox.set_latest(self.stream, key, self.pack(data)?, &mut merged);
        self.merged(merged);
        still(is_open)
    }

    /// Drops what waits of `key`, because what comes next says more: a completed bar makes the one in progress old.
    pub fn supersede(&self, key: u64) {
        self.merged(self.peer.outbox.drop_latest(self.stream, key));
    }

    /// An event that must not be lost, as soon as the client has read enough of those before.
    ///
    /// # Errors
    /// As [`latest`](Self::latest).
    pub async fn every(&self, data: &(impl Serialize + Sync)) -> Result<(), Failure> {
        self.every_packed(Payload::of(data)).await
    }

    /// [`every`](Self::every) of data that may be packed already.
    ///
    /// # Errors
    /// As there.
    pub async fn every_packed(&self, data: Payload<'_>) -> Result<(), Failure> {
        let data = self.pack(data)?;
        self.peer.outbox.room().await;
        still(self.peer.outbox.push(self.item(data, false)))
    }

    /// The same from a thread that cannot wait. A client that has not read 1,024 of them is closed as too slow.
    ///
    /// # Errors
    /// As [`latest`](Self::latest).
    pub fn urgent(&self, data: &(impl Serialize + Sync)) -> Result<(), Failure> {
        self.urgent_packed(Payload::of(data))
    }

    /// [`urgent`](Self::urgent) of data that may be packed already.
    ///
    /// # Errors
    /// As there.
    pub fn urgent_packed(&self, data: Payload<'_>) -> Result<(), Failure> {
        still(self.peer.outbox.push_or_overflow(self.item(self.pack(data)?, false)))
    }

    /// The last event. What waits of the others and may be dropped is dropped.
    ///
    /// # Errors
    /// As [`latest`](Self::latest).
    pub fn last(self, data: &(impl Serialize + Sync)) -> Result<(), Failure> {
        self.last_packed(Payload::of(data))
    }

    /// [`last`](Self::last) of data that may be packed already.
    ///
    /// # Errors
    /// As there.
    pub fn last_packed(self, data: Payload<'_>) -> Result<(), Failure> {
        still(self.peer.outbox.push(self.item(self.pack(data)?, true)))
    }

    /// Whether nobody listens any more.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.cancelled.is_cancelled() || !self.peer.outbox.has_stream(self.stream)
    }

    /// Waits until nobody listens any more: for feeds whose events come from elsewhere.
    pub async fn closed(&self) {
        self.cancelled.cancelled().await;
    }

    fn item(&self, data: Packed, is_last: bool) -> Item {
        Item::Event { stream: self.stream, data, is_last }
    }

    fn pack(&self, data: Payload<'_>) -> Result<Packed, Failure> {
        let bytes = data.to_bytes()?;
        match bytes.len() {
            bytes if bytes > MAX_FRAME_BYTES - AROUND => Err(ProtocolError::FrameTooLarge { bytes }.into()),
            _ => Ok(Packed { bytes: bytes.into(), caused: self.caused }),
        }
    }

    fn merged(&self, events: u64) {
        self.peer.counters.merged.fetch_add(events, std::sync::atomic::Ordering::Relaxed);
    }
}

fn still(is_open: bool) -> Result<(), Failure> {
    is_open.then_some(()).ok_or_else(Failure::cancelled)
}
