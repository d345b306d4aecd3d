//! What a method was asked, how that ended, and how long it took.

mod histogram;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use tickloom_ipc::{Cancellation, Failure};
use tickloom_protocol::methods::system::{EventCounts, MethodCounts};
use tracing::info;

use crate::Request;

pub(crate) use histogram::{BOUNDS, Histogram};

/// Counts of one method since the engine began, in memory of a fixed size.
#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) answered: AtomicU64,
    pub(crate) failed: AtomicU64,
    /// Cancelled, past its time, or its client has gone.
    pub(crate) given_up: AtomicU64,
    pub(crate) took: Histogram,
    /// From the requests that caused events of a subscription to the socket that these leave by.
    pub(crate) sent: Histogram,
}

impl Counts {
    /// Counts a call that was answered, or has failed.
    pub(crate) fn add(&self, is_answered: bool, took: Duration) {
        let outcome = if is_answered { &self.answered } else { &self.failed };
        outcome.fetch_add(1, Relaxed);
        self.took.add(took);
    }

    /// As the protocol shows them.
    pub(crate) fn shown(&self, method: &str) -> MethodCounts {
        let (answered, failed) = (self.answered.load(Relaxed), self.failed.load(Relaxed));
        let errors = failed + self.given_up.load(Relaxed);
        MethodCounts {
            method: method.into(),
            calls: answered + errors,
            errors,
            p50: self.took.below(0.50),
            p99: self.took.below(0.99),
            longest: self.took.longest(),
            events: events(&self.sent),
        }
    }
}

fn events(sent: &Histogram) -> Option<EventCounts> {
    let (_, events) = sent.cumulative();
    (events > 0).then(|| EventCounts {
        events,
        p50: sent.below(0.50),
        p99: sent.below(0.99),
        p999: sent.below(0.999),
        longest: sent.longest(),
    })
}

/// Requests that take longer are told of.
const SLOW: Duration = Duration::from_secs(1);

/// Tells how a request has ended, if it failed or was slow.
pub(crate) fn tell(request: &Request, failure: Option<&Failure>) {
    let took = request.received().elapsed();
    if let Some(failure) = failure {
        let (code, seconds) = (failure.code(), took.as_secs_f64());
        info!(request = request.id(), method = request.method(), code, seconds, "request failed");
    } else if took > SLOW {
        info!(
            request = request.id(),
            method = request.method(),
            seconds = took.as_secs_f64(),
            "request was slow"
        );
    }
}

/// One call that is being answered. If it is dropped before its end is known, it was given up.
pub(crate) struct Measured {
    counts: Arc<Counts>,
    request: Request,
    begun: Instant,
    cancelled: Cancellation,
    is_ended: bool,
}

impl Measured {
    pub(crate) fn begin(counts: &Arc<Counts>, request: &Request) -> Self {
        let (begun, cancelled) = (request.received(), request.cancellation());
        Self { counts: counts.clone(), request: request.clone(), begun, cancelled, is_ended: false }
    }

    /// Counts how it ended. A failure of what nobody waits for any more is no failure of the method.
    pub(crate) fn end<T>(mut self, result: Result<T, Failure>) -> Result<T, Failure> {
        self.is_ended = result.is_ok() || !self.cancelled.is_cancelled();
        if self.is_ended {
            self.counts.add(result.is_ok(), self.begun.elapsed());
            tell(&self.request, result.as_ref().err());
        }
        result
    }
}

impl Drop for Measured {
    fn drop(&mut self) {
        if !self.is_ended {
            self.counts.given_up.fetch_add(1, Relaxed);
            self.counts.took.add(self.begun.elapsed());
        }
    }
}
