//! One import: what it last told, what is wished of it, and how it ended.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tickloom_importer::{Control, ImportReport, Progress};
use tickloom_ipc::Failure;
use tickloom_protocol::methods::work::ImportProgress;

use crate::{
    Events, Request,
    wire::{imports::progress, report::import_report},
};

/// How often who waits looks whether anybody listens still.
const LOOK: Duration = Duration::from_millis(200);

/// All moments of an import: a client that reads slowly gets the latest.
const PROGRESS: u64 = 0;

/// What is wished of an import. None of them is taken back by an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wish {
    /// Go on.
    GoOn,
    /// Stand still.
    Pause,
    /// End at a safe point.
    Stop,
    /// End now.
    Abort,
}

/// One import, shared by the thread that does it and all who ask for it.
pub(crate) struct Import {
    symbol: String,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    /// What it last told; none before it has begun to read.
    moment: Option<ImportProgress>,
    /// How often anything has changed.
    version: u64,
    wish: Wish,
    end: Option<Result<(), Failure>>,
}

impl Import {
    pub(super) fn new(symbol: String) -> Self {
        let state = State { moment: None, version: 0, wish: Wish::GoOn, end: None };
        Self { symbol, state: Mutex::new(state), changed: Condvar::new() }
    }

    /// What it tells, and what is wished of it.
    pub(super) fn observe(&self, told: &Progress) -> Control {
        let mut state = self.state();
        let name = if state.wish == Wish::Pause { "paused" } else { "running" };
        state.moment = Some(progress(told, &self.symbol, name));
        self.change(&mut state);
        match state.wish {
            Wish::GoOn => Control::Continue,
            Wish::Pause => Control::Pause,
            Wish::Stop => Control::Stop,
            Wish::Abort => Control::Abort,
        }
    }

    pub(super) fn end(&self, done: Result<ImportReport, Failure>) {
        let mut state = self.state();
        let (outcome, end) = match done {
            Ok(report) => (Some(import_report(&report)), Ok(())),
            Err(failure) => (None, Err(failure)),
        };
        if let Some(moment) = &mut state.moment {
            moment.state = outcome.as_ref().map_or("failed".into(), |report| report.outcome.clone());
            moment.report = outcome;
        }
        state.end = Some(end);
        self.change(&mut state);
    }

    /// Waits until it has begun to read, and gives its name; or why it has not.
    pub(super) fn begun(&self, request: &Request) -> Result<String, Failure> {
        let mut state = self.state();
        loop {
            match (&state.moment, &state.end) {
                (Some(moment), _) => return Ok(moment.id.clone()),
                (None, Some(end)) => {
                    return Err(end.clone().err().unwrap_or_else(|| Failure::internal("imports.start")));
                }
                (None, None) if request.is_cancelled() => state.wish = Wish::Abort,
                (None, None) => {}
            }
            state = self.wait(state);
        }
    }

    /// Changes what is wished, unless more is wished already.
    pub(crate) fn wish(&self, wish: Wish) {
        let mut state = self.state();
        if wish == Wish::GoOn && state.wish == Wish::Pause {
            state.wish = wish;
        } else {
            state.wish = state.wish.max(wish);
        }
        let name = if state.wish == Wish::Pause { "paused" } else { "running" };
        if state.end.is_none() {
            state.moment.iter_mut().for_each(|moment| moment.state = name.into());
        }
        self.change(&mut state);
    }

    /// Whether it is over, and who watched was told.
    pub(super) fn has_ended(&self) -> bool {
        self.state().end.is_some()
    }

    /// What it last told.
    pub(crate) fn moment(&self) -> Option<ImportProgress> {
        self.state().moment.clone()
    }

    /// Tells of each moment until it has ended; the last one, or why it has failed.
    pub(crate) fn watch(&self, events: &Events<ImportProgress>) -> Result<Option<ImportProgress>, Failure> {
        let (mut state, mut seen) = (self.state(), None);
        while !events.is_closed() {
            if let Some(end) = state.end.clone() {
                return end.map(|()| state.moment.clone());
            }
            if seen != Some(state.version) {
                seen = Some(state.version);
                state.moment.iter().try_for_each(|moment| events.latest(PROGRESS, moment))?;
            }
            state = self.wait(state);
        }
        Ok(None)
    }

    pub(super) fn is(&self, id: &str) -> bool {
        self.state().moment.as_ref().is_some_and(|moment| moment.id == id)
    }

    pub(super) fn has_begun(&self) -> bool {
        self.state().moment.is_some()
    }

    fn change(&self, state: &mut State) {
        state.version += 1;
        self.changed.notify_all();
    }

    fn wait<'state>(&self, state: MutexGuard<'state, State>) -> MutexGuard<'state, State> {
        self.changed.wait_timeout(state, LOOK).unwrap_or_else(PoisonError::into_inner).0
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
