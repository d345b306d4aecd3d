//! The class `Replay`: stored ticks played again, event by event, and the bars that were known at each moment.

use std::{
    ops::ControlFlow,
    sync::{Mutex, MutexGuard, PoisonError},
};

use pyo3::prelude::*;
use tickloom_model::{BarKind, DayRule, Side, Symbol, UnixNanos};
use tickloom_replay::{Event, ReplayError, ReplayOptions, Step, Watch};
use tickloom_store::{BarColumns, BarTable};

use crate::{
    convert::{self, word},
    errors::{closed, to_python},
    events::EventFields,
    observer::Observer,
    table::Table,
};

/// A replay; after `close` every call raises.
#[pyclass(frozen, module = "tickloom._core")]
pub(crate) struct Replay {
    open: Mutex<Option<tickloom_replay::Replay>>,
}

/// What is to be played, and the bars to be kept; the keys of `ReplayRequest` in the stubs.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct ReplayRequest {
    symbols: Vec<String>,
    start: i64,
    end: i64,
    timeframes: Vec<String>,
    side: String,
    day: String,
    capacity: usize,
}

#[pymethods]
impl Replay {
    #[getter]
    fn symbols(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        self.ask(py, |replay| replay.symbols().iter().map(ToString::to_string).collect())
    }

    #[getter]
    fn timeframes(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        self.ask(py, |replay| replay.timeframes().iter().map(ToString::to_string).collect())
    }

    #[getter]
    fn start(&self, py: Python<'_>) -> PyResult<i64> {
        self.ask(py, |replay| replay.start().as_i64())
    }

    #[getter]
    fn end(&self, py: Python<'_>) -> PyResult<i64> {
        self.ask(py, |replay| replay.end().as_i64())
    }

    /// What the clock shows, ticks played, ticks in all.
    fn position(&self, py: Python<'_>) -> PyResult<(i64, u64, u64)> {
        let position = self.ask(py, |replay| replay.position())?;
        Ok((position.now.as_i64(), position.played, position.ticks))
    }

    fn next_time(&self, py: Python<'_>) -> PyResult<Option<i64>> {
        self.work(py, |replay, _| Ok(replay.next_time()?.map(UnixNanos::as_i64)))
    }

    fn advance(&self, py: Python<'_>, until: i64, ticks: bool, bars: bool) -> PyResult<Vec<EventFields>> {
        self.work(py, |replay, stop| {
            let mut events = Vec::new();
            let see = |event: &Event| {
                events.push(*event);
                ControlFlow::Break(())
            };
            replay.play(UnixNanos::new(until), Watch { ticks, bars }, stop, see)?;
            Ok(events.iter().map(|event| EventFields::of(event, replay.config())).collect())
        })
    }

    fn step(&self, py: Python<'_>, name: &str) -> PyResult<bool> {
        self.work(py, |replay, stop| replay.step(Step::named(name, replay.timeframes())?, stop))
    }

    fn seek(&self, py: Python<'_>, time: i64) -> PyResult<()> {
        self.work(py, |replay, stop| replay.seek(UnixNanos::new(time), stop))
    }

    fn state(&self, py: Python<'_>, symbol: &str, timeframe: &str, detail: bool) -> PyResult<Table> {
        let (symbol, timeframe) = (word::<Symbol>(py, symbol)?, word::<BarKind>(py, timeframe)?);
        let columns = if detail { BarColumns::Detail } else { BarColumns::Availability };
        let table = self.work(py, |replay, _| {
            let state = replay.state(&symbol, timeframe)?;
            let series = state.series(usize::MAX);
            let (digits, side, is_forming) = (state.digits, state.side, series.is_forming);
            let (bars, available_at) = (series.bars, series.available_at);
            Ok(BarTable { digits, side, bars, available_at, is_forming, columns })
        })?;
        Ok(Table::of_bars(table))
    }

    fn close(&self, py: Python<'_>) {
        py.detach(|| drop(self.lock().take()));
    }
}

impl Replay {
    /// Opens a replay of what a store holds.
    pub(crate) fn open(
        py: Python<'_>,
        store: &tickloom_store::Store,
        request: ReplayRequest,
    ) -> PyResult<Self> {
        let symbols = request.symbols.iter().map(|symbol| word::<Symbol>(py, symbol));
        let symbols: Vec<Symbol> = symbols.collect::<PyResult<_>>()?;
        let timeframes = request.timeframes.iter().map(|timeframe| word::<BarKind>(py, timeframe));
        let options = ReplayOptions {
            timeframes: timeframes.collect::<PyResult<_>>()?,
            side: word::<Side>(py, &request.side)?,
            day: word::<DayRule>(py, &request.day)?,
            capacity: request.capacity,
        };
        let range = convert::range(py, request.start, request.end)?;
        let opened = py.detach(|| tickloom_replay::Replay::open(store, &symbols, range, options));
        let replay = opened.map_err(|error| to_python(py, &error))?;
        Ok(Self { open: Mutex::new(Some(replay)) })
    }

    fn lock(&self) -> MutexGuard<'_, Option<tickloom_replay::Replay>> {
        // A panic leaves a replay that stands somewhere: it can be asked, and sought to another place.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks what needs no file.
    fn ask<T: Send>(
        &self,
        py: Python<'_>,
        ask: impl FnOnce(&tickloom_replay::Replay) -> T + Send,
    ) -> PyResult<T> {
        // Another thread may be playing, and must not wait for the interpreter meanwhile.
        let answer = py.detach(|| self.lock().as_ref().map(ask));
        answer.ok_or_else(|| closed(py, "the replay"))
    }

    /// Lets the replay work; Ctrl-C ends it between two days.
    fn work<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut tickloom_replay::Replay, &mut dyn FnMut() -> bool) -> Result<T, ReplayError> + Send,
    ) -> PyResult<T> {
        let mut observer = Observer::default();
        let outcome = py.detach(|| {
            let mut open = self.lock();
            open.as_mut().map(|replay| work(replay, &mut || observer.wants_stop()))
        });
        let outcome = outcome.ok_or_else(|| closed(py, "the replay"))?;
        match observer
            .interruption(py, "the replay was interrupted: it stands where it came to, and can go on")
        {
            Some(interruption) => Err(interruption),
            None => outcome.map_err(|error| to_python(py, &error)),
        }
    }
}
