//! What a server asks of those who know the methods.

use std::{pin::Pin, sync::Arc, time::Duration};

use crate::{Call, Events, Failure, Reply, outbox::Observer};

/// An answer in the making. Dropping it gives up: a client has cancelled, has gone, or waited too long.
pub type Answer<T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + Send>>;

/// Serves methods, all connections at once.
///
/// An answer is begun on the connection's own task, so that a quick one needs no other. It must not block: work of more than some
/// 100 µs belongs on a thread of its own (`spawn_blocking`), which asks [`Call::is_cancelled`] as it goes. An answer that panics is
/// told as `protocol.internal` and harms nobody else.
pub trait Handler: Send + Sync + 'static {
    /// Answers a request.
    fn request(&self, call: Call) -> Answer<Reply>;

    /// Begins a subscription.
    fn subscribe(&self, call: Call) -> Answer<Subscription>;

    /// How long a method may take to answer, or to begin its subscription.
    fn deadline(&self, _method: &str) -> Duration {
        Duration::from_secs(30)
    }

    /// What stands at a path such as `/metrics`, for plain HTTP. It is called on the connection's task, and must not block.
    fn page(&self, _path: &str) -> Option<Page> {
        None
    }

    /// A client has gone, and nothing of it comes any more: what belongs to [`Call::session`] may end. It is called on the
    /// connection's task, and must not block.
    fn left(&self, _session: &str) {}
}

/// A page of plain HTTP.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its MIME type.
    pub content_type: &'static str,
    /// All of it.
    pub body: String,
}

/// A subscription that begins: the reply that says so, and where events come from.
pub struct Subscription {
    pub(crate) reply: Reply,
    pub(crate) feed: Box<dyn FnOnce(Events) -> Answer<()> + Send>,
    pub(crate) observer: Option<Observer>,
}

impl Subscription {
    /// `feed` is given where to put events before the client is told that the subscription has begun: what it notes at once misses
    /// nothing that happens after that. No event comes before the reply. It runs until it returns, the client unsubscribes, or the
    /// connection ends. If it returns without [`Events::last`], an empty last event is sent; if it fails, the client is told.
    pub fn new<F>(reply: Reply, feed: impl FnOnce(Events) -> F + Send + 'static) -> Self
    where
        F: Future<Output = Result<(), Failure>> + Send + 'static,
    {
        Self { reply, feed: Box::new(move |events| Box::pin(feed(events))), observer: None }
    }

    /// Tells of each event that was [caused](Events::caused_at) at a known moment how long it took from there until it was handed to
    /// the socket. It is called on the connection's task, and must not block.
    #[must_use]
    pub fn observed(self, observe: impl Fn(Duration) + Send + Sync + 'static) -> Self {
        Self { observer: Some(Arc::new(observe)), ..self }
    }
}
