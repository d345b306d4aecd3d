//! Where the events of a subscription come from: a thread that works, or somebody who pushes them.

use std::{
    marker::PhantomData,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use tickloom_ipc::{Answer, Failure};
use tokio::{runtime::Handle, sync::Notify};

use crate::Data;

/// The events of one subscription. Clones of it, on any thread, fill the same one.
pub struct Events<T> {
    events: tickloom_ipc::Events,
    runtime: Handle,
    ended: Arc<Ended>,
    kind: PhantomData<fn(T)>,
}

/// That a subscription is over, and why if it has failed.
#[derive(Default)]
struct Ended {
    failure: Mutex<Option<Failure>>,
    told: Notify,
}

impl Ended {
    /// Waits for it.
    async fn outcome(&self) -> Result<(), Failure> {
        self.told.notified().await;
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).take().map_or(Ok(()), Err)
    }
}

impl<T> Clone for Events<T> {
    fn clone(&self) -> Self {
        Self::of(self.events.clone(), self.runtime.clone(), self.ended.clone())
    }
}

impl<T> Events<T> {
    fn of(events: tickloom_ipc::Events, runtime: Handle, ended: Arc<Ended>) -> Self {
        Self { events, runtime, ended, kind: PhantomData }
    }
}

impl<T: Data> Events<T> {
    /// The same for what a request caused that [came](crate::Request::received) at that moment: `system.services` shows how long such
    /// events took from there to the socket.
    #[must_use]
    pub fn caused_at(&self, moment: Instant) -> Self {
        Self::of(self.events.caused_at(moment), self.runtime.clone(), self.ended.clone())
    }

    /// Market data: the latest of `key` replaces one that the client has not got yet. It never waits.
    ///
    /// # Errors
    /// `protocol.cancelled` if nobody listens any more; `protocol.result_too_large` above 16 MiB.
    pub fn latest(&self, key: u64, data: &T) -> Result<(), Failure> {
        self.events.latest_packed(key, data.payload()?)
    }

    /// Drops what waits of `key`, because what comes next says more.
    pub fn supersede(&self, key: u64) {
        self.events.supersede(key);
    }

    /// An event that must not be lost, as soon as the client has read enough of those before. It waits: threads of a
    /// [working](Feed::working) feed may call it, nobody else.
    ///
    /// # Errors
    /// As [`latest`](Self::latest).
    pub fn every(&self, data: &T) -> Result<(), Failure> {
        let (payload, gone) = (data.payload()?, self.events.closed());
        self.runtime.block_on(async {
            tokio::select! {
                biased;
                sent = self.events.every_packed(payload) => sent,
                () = gone => Err(Failure::cancelled()),
            }
        })
    }

    /// The same from a thread that cannot wait. A client that has not read 1,024 of them is closed as too slow.
    ///
    /// # Errors
    /// As [`latest`](Self::latest).
    pub fn urgent(&self, data: &T) -> Result<(), Failure> {
        self.events.urgent_packed(data.payload()?)
    }

    /// The last event; the subscription ends with it.
    ///
    /// # Errors
    /// As [`latest`](Self::latest).
    pub fn last(self, data: &T) -> Result<(), Failure> {
        let Self { events, ended, .. } = self;
        let sent = data.payload().and_then(|data| events.last_packed(data));
        ended.told.notify_one();
        sent
    }

    /// Ends a [pushed](Feed::pushed) feed by a failure.
    pub fn fail(self, failure: Failure) {
        *self.ended.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(failure);
        self.ended.told.notify_one();
    }

    /// Whether nobody listens any more.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.events.is_closed()
    }
}

/// Fills a subscription's events.
pub struct Feed<T> {
    pub(crate) filling: Filling,
    kind: PhantomData<fn(T)>,
}

pub(crate) enum Filling {
    /// Runs on a thread.
    Working(Box<dyn FnOnce(tickloom_ipc::Events, Handle) -> Result<(), Failure> + Send>),
    /// Begins at once, and is over when what it gives is.
    Pushed(Box<dyn FnOnce(tickloom_ipc::Events, Handle) -> Answer<()> + Send>),
}

impl<T: Data + 'static> Feed<T> {
    /// A thread that makes events until it returns the last one, or none. It looks now and then whether the events are closed.
    pub fn working(work: impl FnOnce(&Events<T>) -> Result<Option<T>, Failure> + Send + 'static) -> Self {
        Self::working_then(work, || {})
    }

    /// The same, with something to do when its last event has a place in the queue.
    pub(crate) fn working_then(
        work: impl FnOnce(&Events<T>) -> Result<Option<T>, Failure> + Send + 'static,
        then: impl FnOnce() + Send + 'static,
    ) -> Self {
        let work = move |events, runtime| {
            let events = Events::of(events, runtime, Arc::default());
            let last = work(&events)?;
            let told = last.map_or(Ok(()), |last| events.last(&last));
            then();
            told
        };
        Self { filling: Filling::Working(Box::new(work)), kind: PhantomData }
    }

    /// Events that come from elsewhere: `begin` keeps where to put them, and returns at once. The subscription goes on until
    /// [`Events::last`] or until nobody listens.
    pub fn pushed(begin: impl FnOnce(Events<T>) + Send + 'static) -> Self {
        let begin = move |events: tickloom_ipc::Events, runtime| -> Answer<()> {
            let ended = Arc::<Ended>::default();
            begin(Events::of(events.clone(), runtime, ended.clone()));
            Box::pin(async move {
                tokio::select! {
                    biased;
                    outcome = ended.outcome() => outcome,
                    () = events.closed() => Ok(()),
                }
            })
        };
        Self { filling: Filling::Pushed(Box::new(begin)), kind: PhantomData }
    }
}
