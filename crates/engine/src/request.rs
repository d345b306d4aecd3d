//! A request as methods see it, on whatever thread they answer.

use std::{sync::Arc, time::Instant};

use serde::de::DeserializeOwned;
use tickloom_ipc::{Call, Cancellation, Failure, Reply};

use crate::Data;

/// Who asks, until when, and whether anybody waits still. Clones of it are the same request.
#[derive(Clone)]
pub struct Request {
    pub(crate) call: Arc<Call>,
    until: Instant,
}

impl Request {
    pub(crate) fn new(call: Call, until: Instant) -> Self {
        Self { call: Arc::new(call), until }
    }

    /// The method's name.
    #[must_use]
    pub fn method(&self) -> &str {
        self.call.method()
    }

    /// The connection's name: what belongs to it ends with it.
    #[must_use]
    pub fn session(&self) -> &str {
        self.call.session()
    }

    /// The request's name in logs, the same for its client: the connection's, and its number there.
    #[must_use]
    pub fn id(&self) -> String {
        self.call.request()
    }

    /// What the client calls itself.
    #[must_use]
    pub fn client(&self) -> &str {
        self.call.client()
    }

    /// When its frame had come off the socket.
    #[must_use]
    pub fn received(&self) -> Instant {
        self.call.received()
    }

    /// When the client is told that it took too long.
    #[must_use]
    pub fn deadline(&self) -> Instant {
        self.until
    }

    /// Whether nobody waits any more: cancelled, gone, or past the deadline. Long work asks it some times a second.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.call.cancellation().is_cancelled()
    }

    /// The same to keep.
    #[must_use]
    pub fn cancellation(&self) -> Cancellation {
        self.call.cancellation()
    }

    /// Lets those hear of it first whom this request told something, where it is answered on the connection's own task: their
    /// connections write before this one does, unless they are busy on another thread just then.
    pub fn give_way(&self) {
        self.call.give_way();
    }

    pub(crate) fn params<P: DeserializeOwned>(&self) -> Result<P, Failure> {
        self.call.params()
    }

    pub(crate) fn packed_params(&self) -> &[u8] {
        self.call.payload().bytes().unwrap_or_default()
    }

    pub(crate) fn reply(&self, result: &impl Data) -> Result<Reply, Failure> {
        self.call.reply_packed(result.payload()?)
    }
}
