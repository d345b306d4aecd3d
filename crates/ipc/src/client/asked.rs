//! What was asked: while it waits for a connection, and while the engine works on it.

use bytes::Bytes;
use tickloom_protocol::{Frame, Payload, ProtocolError};
use tokio::sync::oneshot;

use super::{desk::Outcome, subscriber::Subscriber};
use crate::Failure;

/// What the engine has to answer.
pub(crate) enum Open {
    Request(Asked),
    Subscription(Subscriber),
    /// Nobody wants it any more. The number is free when the engine has said its last of it.
    Forgotten,
}

/// A request and what has come of its result.
pub(crate) struct Asked {
    pub(crate) key: u64,
    pub(crate) told: oneshot::Sender<Outcome>,
    pub(crate) parts: Vec<Bytes>,
    pub(crate) bytes: usize,
}

/// What no connection has taken yet.
pub(crate) enum Waiting {
    Request { asked: Asked, method: Box<str>, params: Bytes },
    Subscription(Subscriber),
}

impl Open {
    pub(crate) fn key(&self) -> Option<u64> {
        match self {
            Self::Request(asked) => Some(asked.key),
            Self::Subscription(subscriber) => Some(subscriber.key),
            Self::Forgotten => None,
        }
    }
}

impl Asked {
    pub(crate) fn new(key: u64, told: oneshot::Sender<Outcome>) -> Self {
        Self { key, told, parts: Vec::new(), bytes: 0 }
    }

    pub(crate) fn add(&mut self, part: Bytes) {
        self.bytes += part.len();
        self.parts.push(part);
    }

    pub(crate) fn tell(self, outcome: Outcome) {
        // Who does not wait any more has said so, or is about to.
        let _ = self.told.send(outcome);
    }
}

impl Waiting {
    pub(crate) fn key(&self) -> u64 {
        match self {
            Self::Request { asked, .. } => asked.key,
            Self::Subscription(subscriber) => subscriber.key,
        }
    }

    pub(crate) fn method(&self) -> &str {
        match self {
            Self::Request { method, .. } => method,
            Self::Subscription(subscriber) => &subscriber.method,
        }
    }

    pub(crate) fn into_open(self) -> Open {
        match self {
            Self::Request { asked, .. } => Open::Request(asked),
            Self::Subscription(subscriber) => Open::Subscription(subscriber),
        }
    }

    /// The frame that asks for it; what cannot be asked for has failed.
    pub(crate) fn begin(self, id: u32) -> Option<(Bytes, Open)> {
        let frame = match &self {
            Self::Request { method, params, .. } => {
                let params = Payload::received(params);
                Frame::Request { id, method, params }.encode().map_err(unsendable)
            }
            Self::Subscription(subscriber) => subscriber.params_now().and_then(|params| {
                let (method, params) = (&*subscriber.method, Payload::received(&params));
                Frame::Subscribe { id, method, params }.encode().map_err(unsendable)
            }),
        };
        match (frame, self) {
            (Ok(frame), waiting) => Some((frame.into(), waiting.into_open())),
            (Err(failure), Self::Request { asked, .. }) => {
                asked.tell(Err(failure));
                None
            }
            (Err(failure), Self::Subscription(subscriber)) => {
                subscriber.end(Err(failure));
                None
            }
        }
    }
}

fn unsendable(error: ProtocolError) -> Failure {
    Failure::new(error.code(), error.to_string())
}
