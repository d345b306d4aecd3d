//! A request as a handler sees it: what is asked, by whom, and the ways to answer.

use std::{sync::Arc, time::Instant};

use crate::{Cancellation, Failure, outbox::Item, peer::Peer};
use bytes::Bytes;
use serde::{Serialize, de::DeserializeOwned};
use tickloom_protocol::{Frame, Payload};

/// One request, or one wish to subscribe.
pub struct Call {
    pub(crate) id: u32,
    method: Arc<str>,
    params: Bytes,
    peer: Arc<Peer>,
    cancelled: Cancellation,
    received: Instant,
}

/// The last frame of an answer, ready to be sent.
#[derive(Debug)]
pub struct Reply(pub(crate) Bytes);

/// A frame of an answer that another one follows, ready to be sent.
#[derive(Debug)]
pub struct Part(Bytes);

impl Call {
    pub(crate) fn new(
        id: u32,
        method: &str,
        params: Bytes,
        peer: Arc<Peer>,
        cancelled: Cancellation,
    ) -> Self {
        Self { id, method: method.into(), params, peer, cancelled, received: Instant::now() }
    }

    /// The method's name.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The parameters, as they came; `bytes()` of the payload is MessagePack.
    #[must_use]
    pub fn payload(&self) -> Payload<'_> {
        Payload::received(&self.params)
    }

    /// The parameters as a type.
    ///
    /// # Errors
    /// `protocol.bad_params`, which names the one that does not fit.
    pub fn params<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        Ok(self.payload().decode()?)
    }

    /// The name of the connection in logs.
    #[must_use]
    pub fn session(&self) -> &str {
        &self.peer.session
    }

    /// The name of the request in logs, the same for its client.
    #[must_use]
    pub fn request(&self) -> String {
        crate::failure::request(&self.peer.session, self.id)
    }

    /// What the client calls itself.
    #[must_use]
    pub fn client(&self) -> &str {
        &self.peer.client
    }

    /// When its frame had come off the socket.
    #[must_use]
    pub fn received(&self) -> Instant {
        self.received
    }

    /// Lets those hear of it first whom an answer on the connection's own task told something: their connections write before this one
    /// does, unless they are busy on another thread just then.
    pub fn give_way(&self) {
        self.peer.give_way();
    }

    /// The method's name, to keep.
    pub(crate) fn shared_method(&self) -> Arc<str> {
        self.method.clone()
    }

    /// Whether nobody waits any more.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.is_cancelled()
    }

    /// Fires when nobody waits any more; for threads that outlive the answer's future.
    #[must_use]
    pub fn cancellation(&self) -> Cancellation {
        self.cancelled.clone()
    }

    /// The answer with this result, or with the last part of it.
    ///
    /// # Errors
    /// `protocol.result_too_large` above 16 MiB; `protocol.internal` for what MessagePack cannot hold.
    pub fn reply(&self, result: &(impl Serialize + Sync)) -> Result<Reply, Failure> {
        self.reply_packed(Payload::of(result))
    }

    /// The answer with a result that may be packed already.
    ///
    /// # Errors
    /// As [`reply`](Self::reply).
    pub fn reply_packed(&self, result: Payload<'_>) -> Result<Reply, Failure> {
        Ok(Reply(Frame::Reply { id: self.id, more: None, result }.encode()?.into()))
    }

    /// Sends a part of the result, as soon as the client has read enough of those before. About 1 MiB is a good size.
    ///
    /// # Errors
    /// As [`reply`](Self::reply), and `protocol.cancelled` if the connection has ended.
    pub async fn part(&self, result: &(impl Serialize + Sync)) -> Result<(), Failure> {
        self.send_part(self.pack_part(Payload::of(result))?).await
    }

    /// A part that is still to be sent: packing a large one is work for a thread, sending it for the answer's future.
    ///
    /// # Errors
    /// As [`reply`](Self::reply).
    pub fn pack_part(&self, result: Payload<'_>) -> Result<Part, Failure> {
        Ok(Part(Frame::Reply { id: self.id, more: Some(true), result }.encode()?.into()))
    }

    /// Sends what [`pack_part`](Self::pack_part) of this call has made, as soon as the client has read enough of those before.
    ///
    /// # Errors
    /// `protocol.cancelled` if the connection has ended.
    pub async fn send_part(&self, part: Part) -> Result<(), Failure> {
        self.peer.outbox.room().await;
        let item = Item::Frame { bytes: part.0, finishes: None };
        self.peer.outbox.push(item).then_some(()).ok_or_else(Failure::cancelled)
    }

    /// That no such method is there, or none that answers in this way.
    #[must_use]
    pub fn unknown_method(&self) -> Failure {
        let message = format!("no method {:?} answers this kind of frame: ask system.describe", self.method);
        Failure::new("protocol.unknown_method", message)
    }
}
