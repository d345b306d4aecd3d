//! Services as the protocol shows them.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tickloom_protocol::methods::system::Service as Shown;

use super::{
    Registry,
    entry::{Entry, State, Status},
};
use crate::Health;

/// How long all services together may think about how they are.
const CHECK: Duration = Duration::from_secs(1);

impl Registry {
    /// All services in their order, and how each says that it is. They are asked at the same time.
    pub(crate) fn shown(&self) -> Vec<Shown> {
        shown(&self.services())
    }
}

/// These services, and how each says that it is.
pub(crate) fn shown(entries: &[Arc<Entry>]) -> Vec<Shown> {
    let by = Instant::now() + CHECK;
    let asked = entries.iter().map(|entry| ask(entry)).collect::<Vec<_>>();
    let left = || by.saturating_duration_since(Instant::now());
    let answers = asked.into_iter().map(|answer| answer(left()));
    entries.iter().zip(answers).map(|(entry, reason)| of(entry, reason)).collect()
}

/// Asks a service that runs how it is; why it is not well comes later.
fn ask(entry: &Arc<Entry>) -> Box<dyn FnOnce(Duration) -> Option<String>> {
    let Status { state, reason, .. } = entry.status();
    if state != State::Running {
        let reason = reason.unwrap_or_else(|| format!("it is {}", state.name()));
        return Box::new(|_| Some(reason));
    }
    let service = entry.service.clone();
    match entry.checks.ask(entry.name(), move || service.health()) {
        Err(reason) => Box::new(|_| Some(reason)),
        Ok(asked) => Box::new(|left| match asked.within(left) {
            Ok(Health::Good) => None,
            Ok(Health::Poor(reason)) | Err(reason) => Some(reason),
        }),
    }
}

fn of(entry: &Entry, reason: Option<String>) -> Shown {
    let Status { state, since, restarts, .. } = entry.status();
    let methods = entry.methods();
    Shown {
        name: entry.name().into(),
        state: state.name().into(),
        is_healthy: reason.is_none(),
        reason,
        needs: entry.needs.clone(),
        since: since.as_i64(),
        restarts,
        methods: methods.iter().map(|(method, counts)| counts.shown(&method.name)).collect(),
    }
}
