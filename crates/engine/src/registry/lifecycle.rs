//! Starting and stopping services, in the order in which they need each other.

use std::{
    sync::{Arc, MutexGuard, PoisonError, TryLockError, atomic::Ordering::SeqCst},
    time::{Duration, Instant},
};

use tickloom_ipc::Failure;

use super::{
    Registry,
    entry::{Entry, State},
};
use crate::pool::unavailable;

const START: Duration = Duration::from_secs(30);
const STOP: Duration = Duration::from_secs(10);
/// How long threads may still do what they do when their service has stopped.
const REST: Duration = Duration::from_secs(1);
const HURRIED: Duration = Duration::from_millis(250);
/// The longest time between two attempts to start a service again.
const RETRY: Duration = Duration::from_secs(60);

/// The service without which no other could be started again.
pub(crate) const SYSTEM: &str = "system";

impl Registry {
    /// Starts a service, and those that it needs.
    pub(crate) fn start(&self, name: &str) -> Result<Arc<Entry>, Failure> {
        let _changing = self.changing()?;
        let entry = self.entry(name)?;
        self.start_with_needs(&entry)?;
        Ok(entry)
    }

    /// Stops a service, and those that need it.
    pub(crate) fn stop(&self, name: &str) -> Result<Arc<Entry>, Failure> {
        let _changing = self.changing()?;
        let entry = self.entry(name)?;
        let affected = self.with_those_that_need(&stoppable(&entry)?);
        self.stop_all_of(&affected);
        affected.iter().for_each(|entry| entry.renew());
        Ok(entry)
    }

    /// Stops a service and those that need it, and starts those again that ran.
    pub(crate) fn restart(&self, name: &str) -> Result<Arc<Entry>, Failure> {
        let _changing = self.changing()?;
        let entry = self.entry(name)?;
        let mut affected = self.with_those_that_need(&stoppable(&entry)?);
        affected.retain(|other| other.name() == name || other.status().state == State::Running);
        self.stop_all_of(&affected);
        for other in &affected {
            other.renew();
            other.count_restart();
            self.start_with_needs(other)?;
        }
        Ok(entry)
    }

    /// Starts those again that have failed to start, want it, and have waited long enough.
    pub(crate) fn retry(&self) {
        let Ok(_changing) = self.changing() else { return };
        for entry in self.services().iter().filter(|entry| is_due(entry)) {
            entry.count_restart();
            // Its state says how it went.
            let _ = self.start_with_needs(entry);
        }
    }

    /// Whether there is one.
    pub(crate) fn is_retry_due(&self) -> bool {
        self.services().iter().any(|entry| is_due(entry))
    }

    /// Stops all services, in reverse, and waits until they do nothing any more.
    pub(crate) fn end(&self) {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let services = self.services();
        self.stop_all_of(&services);
        for entry in &services {
            entry.calls.close();
            entry.feeds.close();
        }
        let by = Instant::now() + if self.hurries.load(SeqCst) { HURRIED } else { REST };
        services.iter().for_each(|entry| {
            let _ = entry.calls.is_done_by(by) && entry.feeds.is_done_by(by);
        });
    }

    fn changing(&self) -> Result<MutexGuard<'_, ()>, Failure> {
        match self.changing.try_lock() {
            Ok(guard) => Ok(guard),
            Err(TryLockError::Poisoned(poisoned)) => Ok(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => {
                Err(unavailable("services are being started or stopped already: wait for it, and try again"))
            }
        }
    }

    fn entry(&self, name: &str) -> Result<Arc<Entry>, Failure> {
        let services = self.services();
        services.iter().find(|entry| entry.name() == name).cloned().ok_or_else(|| {
            let known = services.iter().map(|entry| entry.name()).collect::<Vec<_>>().join(", ");
            Failure::new("service.unknown", format!("no service is called {name:?}: there are {known}"))
        })
    }

    /// Needs stand before who needs them, so this comes to an end.
    fn start_with_needs(&self, entry: &Entry) -> Result<(), Failure> {
        for need in &entry.needs {
            let started = self.entry(need).and_then(|need| self.start_with_needs(&need));
            if let Err(failure) = started {
                entry.set(State::Failed, Some(format!("it needs {need}: {}", failure.message())));
                return entry.runs();
            }
        }
        if entry.status().state != State::Running {
            entry.set(State::Starting, None);
            match started(entry) {
                Ok(()) => entry.set(State::Running, None),
                Err(reason) => entry.set(State::Failed, Some(reason)),
            }
        }
        entry.runs()
    }

    fn with_those_that_need(&self, entry: &Arc<Entry>) -> Vec<Arc<Entry>> {
        let mut affected = vec![entry.clone()];
        for other in self.services() {
            if other.needs.iter().any(|need| affected.iter().any(|entry| entry.name() == need)) {
                affected.push(other);
            }
        }
        affected
    }

    fn stop_all_of(&self, entries: &[Arc<Entry>]) {
        for entry in entries.iter().rev().filter(|entry| entry.status().state == State::Running) {
            entry.set(State::Stopping, None);
            entry.end_feeds();
            match stopped(entry) {
                Ok(()) => entry.set(State::Stopped, Some("it was stopped".into())),
                Err(reason) => entry.set(State::Failed, Some(reason)),
            }
        }
    }
}

fn stoppable(entry: &Arc<Entry>) -> Result<Arc<Entry>, Failure> {
    match entry.name() {
        SYSTEM => Err(unavailable("without system nothing could be started again: stop the engine instead")),
        _ => Ok(entry.clone()),
    }
}

fn started(entry: &Entry) -> Result<(), String> {
    let service = entry.service.clone();
    let asked = entry.changes.ask(entry.name(), move || service.start())?;
    asked.within(START)?.map_err(|failure| failure.message().to_owned())
}

fn stopped(entry: &Entry) -> Result<(), String> {
    let service = entry.service.clone();
    entry.changes.ask(entry.name(), move || service.stop())?.within(STOP)
}

fn is_due(entry: &Entry) -> bool {
    let status = entry.status();
    let pause = Duration::from_secs(1 << status.attempts.saturating_sub(1).min(6)).min(RETRY);
    let waited = tickloom_store::now().as_i64().saturating_sub(status.since.as_i64());
    status.state == State::Failed
        && entry.service.is_retried()
        && u128::try_from(waited).is_ok_and(|waited| waited >= pause.as_nanos())
}
