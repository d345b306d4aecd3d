//! One service with all that the engine knows of it.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering::SeqCst},
};

use tickloom_ipc::Failure;
use tickloom_model::UnixNanos;
use tickloom_protocol::MethodDescription;
use tokio::sync::watch;
use tracing::{debug, info, warn};

use super::apart::Apart;
use crate::{
    Service,
    counts::Counts,
    pool::{Pool, Size, unavailable},
};

/// Threads of a service that answer, and calls that wait for one.
const CALLS: Size = Size { threads: 8, queue: 128 };
/// Subscriptions of a service that have a thread each. One more is refused.
const FEEDS: Size = Size { threads: 32, queue: 0 };

/// How a service stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Starting,
    Running,
    Stopping,
    Stopped,
    Failed,
}

impl State {
    /// As the protocol says it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Running => "running",
            Self::Stopping => "stopping",
            Self::Stopped => "stopped",
            Self::Failed => "failed",
        }
    }
}

/// How a service stands, since when, and what speaks against it.
#[derive(Clone, Debug)]
pub(crate) struct Status {
    pub(crate) state: State,
    pub(crate) reason: Option<String>,
    pub(crate) since: UnixNanos,
    pub(crate) restarts: u64,
    /// Starts in a row that have failed.
    pub(crate) attempts: u32,
}

/// A service in the registry.
pub(crate) struct Entry {
    pub(crate) service: Arc<dyn Service>,
    pub(crate) needs: Vec<String>,
    pub(crate) calls: Pool,
    pub(crate) feeds: Pool,
    pub(super) changes: Apart,
    pub(super) checks: Apart,
    name: String,
    status: Mutex<Status>,
    /// The same as `state`, for those who must be quick.
    is_running: AtomicBool,
    /// Changes when it is stopped.
    stops: watch::Sender<()>,
    methods: Mutex<Vec<(MethodDescription, Arc<Counts>)>>,
}

impl Entry {
    pub(super) fn new(service: Arc<dyn Service>, hurries: Arc<AtomicBool>) -> Self {
        let name = service.name().to_owned();
        let (state, reason) = (State::Stopped, Some("it was not started yet".into()));
        let status = Status { state, reason, since: tickloom_store::now(), restarts: 0, attempts: 0 };
        Self {
            needs: service.needs(),
            calls: Pool::new(&name, CALLS),
            feeds: Pool::new(&name, FEEDS),
            changes: Apart::new(hurries.clone()),
            checks: Apart::new(hurries),
            status: Mutex::new(status),
            is_running: AtomicBool::new(false),
            stops: watch::Sender::default(),
            methods: Mutex::default(),
            service,
            name,
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// That it runs, or why it does not.
    pub(crate) fn runs(&self) -> Result<(), Failure> {
        if self.is_running.load(SeqCst) {
            return Ok(());
        }
        let Status { state, reason, .. } = self.status();
        let reason = reason.unwrap_or_else(|| "try again".into());
        Err(unavailable(format!("the service {} is {}: {reason}", self.name, state.name())))
    }

    pub(crate) fn status(&self) -> Status {
        self.lock().clone()
    }

    pub(super) fn set(&self, state: State, reason: Option<String>) {
        // It may wait for a disk, and those who ask for the status must not.
        tell(&self.name, state, reason.as_deref());
        let mut status = self.lock();
        status.attempts = match state {
            State::Failed => status.attempts + 1,
            State::Starting => status.attempts,
            _ => 0,
        };
        (status.state, status.reason, status.since) = (state, reason, tickloom_store::now());
        self.is_running.store(state == State::Running, SeqCst);
    }

    /// What comes of a subscription, unless the service is stopped before.
    pub(crate) async fn unless_stopped(
        &self,
        filling: impl Future<Output = Result<(), Failure>>,
    ) -> Result<(), Failure> {
        let mut stops = self.stops.subscribe();
        self.runs()?;
        tokio::select! {
            biased;
            filled = filling => filled,
            _ = stops.changed() => Err(stopped(&self.name)),
        }
    }

    /// Ends all subscriptions to it.
    pub(super) fn end_feeds(&self) {
        self.stops.send_replace(());
    }

    /// What hangs in it is not waited for: it may be started again.
    pub(super) fn renew(&self) {
        self.calls.renew();
        self.feeds.renew();
    }

    pub(super) fn count_restart(&self) {
        self.lock().restarts += 1;
    }

    /// Remembers a method for who lists them.
    pub(super) fn note(&self, method: &MethodDescription, counts: &Arc<Counts>) {
        self.lock_methods().push((method.clone(), counts.clone()));
    }

    /// Its methods with what they were asked.
    pub(crate) fn methods(&self) -> Vec<(MethodDescription, Arc<Counts>)> {
        self.lock_methods().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Status> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_methods(&self) -> MutexGuard<'_, Vec<(MethodDescription, Arc<Counts>)>> {
        self.methods.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What those are told who listen to a service that is stopped.
pub(crate) fn stopped(service: &str) -> Failure {
    unavailable(format!("the service {service} was stopped: subscribe again when it runs"))
}

fn tell(service: &str, state: State, reason: Option<&str>) {
    match state {
        State::Starting | State::Stopping => debug!(service, state = state.name(), "service changes"),
        State::Running => info!(service, "service runs"),
        State::Stopped => info!(service, "service stopped"),
        State::Failed => warn!(service, reason, "service failed"),
    }
}
