//! The other end: a client that finds the engine, asks and listens, and comes back by itself when the connection breaks.
//!
//! ```no_run
//! use std::time::Duration;
//! use tickloom_ipc::client::{Client, ClientConfig, Endpoint};
//!
//! # fn main() -> Result<(), tickloom_ipc::Failure> {
//! let engine = Endpoint { address: ([127, 0, 0, 1], 4711).into(), nonce: "6b1f0c…".into() };
//! let client = Client::connect(ClientConfig::new("example 1.0", move || Ok(engine.clone())))?;
//! let empty_map = [0x80].as_slice();
//! let parts = client.ask("system.ping", empty_map)?.wait(Duration::from_secs(1))?;
//! assert_eq!(parts.len(), 1);
//! # Ok(()) }
//! ```
//!
//! One thread serves all of a client. Threads may wait for answers and events, and so may tasks: both are polled.

mod answer;
mod asked;
mod backoff;
mod book;
mod config;
mod conversation;
mod desk;
mod event_queue;
mod event_stream;
mod faults;
mod hearing;
mod opening;
mod reading;
mod subscriber;
mod upgrade;
mod waiting;
mod worker;

use std::sync::{Arc, mpsc};

use bytes::Bytes;
use tickloom_protocol::Payload;

use crate::Failure;
use desk::{Desk, Order};
use event_queue::EventQueue;
use subscriber::Subscriber;

pub use answer::Answer;
pub use config::{ClientConfig, ClientLimits, Endpoint, Welcome};
pub use event_queue::Event;
pub use event_stream::EventStream;
pub use faults::CODES;
pub use subscriber::{Resume, WhenBroken};

/// A connection to the engine that is made anew whenever it breaks. Clones share it; the last one that goes closes it.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    desk: Arc<Desk>,
    limits: ClientLimits,
}

impl Client {
    /// Connects, once; later breaks are mended in the background.
    ///
    /// # Errors
    /// `ipc.unreachable` if nobody answers there, what the engine says when it lets nobody in (`protocol.unauthorized`,
    /// `protocol.version_unsupported`), and what finds the engine.
    pub fn connect(config: ClientConfig) -> Result<Self, Failure> {
        let (desk, limits) = (Arc::new(Desk::new(config.limits.waiting)), config.limits.clone());
        let (told, first) = mpsc::channel();
        worker::start(config, desk.clone(), told)?;
        first.recv().unwrap_or_else(|_| Err(faults::closed()))?;
        Ok(Self(Arc::new(Inner { desk, limits })))
    }

    /// Asks for a result; `params` are MessagePack. To drop the answer is to cancel the request.
    ///
    /// While there is no connection, requests wait for one, for as long as [`ClientLimits::patience`].
    ///
    /// # Errors
    /// `protocol.frame_too_large`, `protocol.malformed` and others for what cannot be sent, `ipc.closed`, and
    /// `protocol.too_many_requests` where too many wait.
    pub fn ask(&self, method: &str, params: impl Into<Bytes>) -> Result<Answer, Failure> {
        let params = checked(params.into())?;
        let (told, heard) = tokio::sync::oneshot::channel();
        let key = self.0.desk.new_key();
        self.0.desk.place(Order::Ask { key, method: method.into(), params, told })?;
        Ok(Answer::new(key, heard, self.0.desk.clone()))
    }

    /// Asks for events from now on.
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub fn listen(
        &self,
        method: &str,
        params: impl Into<Bytes>,
        when_broken: WhenBroken,
    ) -> Result<EventStream, Failure> {
        let params = checked(params.into())?;
        let (key, queue) = (self.0.desk.new_key(), Arc::new(EventQueue::new(&self.0.limits)));
        let subscriber = Subscriber::new(key, method, params, when_broken, queue.clone());
        self.0.desk.place(Order::Listen(subscriber))?;
        Ok(EventStream::new(key, queue, self.0.desk.clone()))
    }

    /// Who answers; none while there is no connection.
    #[must_use]
    pub fn engine(&self) -> Option<Welcome> {
        self.0.desk.welcome()
    }

    /// Ends the connection. What is open fails with `ipc.closed`. May be repeated.
    pub fn close(&self) {
        self.0.desk.close();
    }

    /// Whether it was closed, or gave up because nothing will ever come of it.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.0.desk.is_closed()
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.desk.close();
    }
}

fn checked(params: Bytes) -> Result<Bytes, Failure> {
    match Payload::checked(&params) {
        Ok(_) => Ok(params),
        Err(error) => Err(Failure::new(error.code(), error.to_string())),
    }
}
