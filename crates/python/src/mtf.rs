//! The classes `MultiTimeframe` and `SymbolTicks`: bars that are kept tick by tick.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use pyo3::{PyTraverseError, PyVisit, prelude::*, types::PyBytes};
use tickloom_bars::{BarSeries, MtfConfig, MtfError, MtfState, MtfSymbol, SymbolId, TickFloats};
use tickloom_model::{BarKind, DayRule, Digits, Side, Symbol, Ticks, UnixNanos};
use tickloom_store::{BarColumns, BarTable};

use crate::{
    bar_fields::{BarFields, ChangeFields},
    convert::word,
    door::outside,
    errors::to_python,
    observer::Observer,
    table::Table,
    ticks_in::TicksIn,
    times::Nanos,
};

/// Pieces of columns between two looks at whether Ctrl-C was pressed.
const PIECES_BETWEEN_LOOKS: u32 = 64;

/// Bars of many symbols and timeframes.
#[pyclass(frozen, subclass, module = "tickloom._core")]
pub(crate) struct MultiTimeframe {
    state: Mutex<MtfState>,
    symbols: HashMap<String, Known>,
    on_bar: Option<Py<PyAny>>,
}

/// A symbol of the state.
#[derive(Debug, Clone, Copy)]
struct Known {
    id: SymbolId,
    digits: Digits,
}

/// The keys of `MtfRequest` in the stubs.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct MtfRequest {
    timeframes: Vec<String>,
    symbols: Vec<(String, Option<u64>)>,
    side: String,
    day: String,
    capacity: usize,
    lateness: i64,
    held: usize,
}

#[pymethods]
impl MultiTimeframe {
    #[new]
    fn new(py: Python<'_>, request: MtfRequest, on_bar: Option<Py<PyAny>>) -> PyResult<Self> {
        let config = request.config(py)?;
        let state = outside(py, || MtfState::new(config))?;
        let named = state.config().symbols.iter().zip(state.symbols());
        let known =
            |(symbol, id): (&MtfSymbol, _)| (symbol.symbol.to_string(), Known { id, digits: symbol.digits });
        Ok(Self { symbols: named.map(known).collect(), state: Mutex::new(state), on_bar })
    }

    #[pyo3(signature = (symbol, time, bid, ask, bid_volume=0.0, ask_volume=0.0))]
    #[expect(clippy::too_many_arguments, reason = "a tick")]
    fn on_tick(
        &self,
        py: Python<'_>,
        symbol: &str,
        time: Nanos,
        bid: f64,
        ask: f64,
        bid_volume: f32,
        ask_volume: f32,
    ) -> PyResult<bool> {
        let tick = TickFloats { timestamp: time.0, bid, ask, bid_volume, ask_volume };
        self.take(py, self.known(py, symbol)?, &tick)
    }

    fn on_ticks(&self, py: Python<'_>, symbol: &str, ticks: TicksIn) -> PyResult<()> {
        self.take_many(py, self.known(py, symbol)?, ticks)
    }

    fn advance(&self, py: Python<'_>, time: Nanos) -> PyResult<()> {
        let (time, mut changes) = (UnixNanos::new(time.0), Vec::new());
        match &self.on_bar {
            None => self.lock().advance(time),
            Some(_) => self.lock().advance_with(time, |change| changes.push(change.into())),
        }
        self.tell(py, changes)
    }

    #[pyo3(signature = (symbol, timeframe, count, forming))]
    fn table(
        &self,
        py: Python<'_>,
        symbol: &str,
        timeframe: &str,
        count: usize,
        forming: bool,
    ) -> PyResult<Table> {
        let (known, kind) = (self.known(py, symbol)?, word::<BarKind>(py, timeframe)?);
        let state = self.lock();
        let position = state.position(kind).map_err(|error| to_python(py, &error))?;
        let mut shown = state.state(known.id, position);
        shown.forming = shown.forming.filter(|_| forming);
        Ok(table(shown.series(count), known.digits, shown.side, BarColumns::Detail))
    }

    fn forming_bar(&self, py: Python<'_>, symbol: &str, timeframe: &str) -> PyResult<Option<BarFields>> {
        let (known, kind) = (self.known(py, symbol)?, word::<BarKind>(py, timeframe)?);
        let state = self.lock();
        let position = state.position(kind).map_err(|error| to_python(py, &error))?;
        let shown = state.state(known.id, position);
        Ok(shown.forming.map(|bar| BarFields::of(&bar, false, known.digits, shown.side)))
    }

    fn dropped(&self, py: Python<'_>, symbol: &str) -> PyResult<u64> {
        let known = self.known(py, symbol)?;
        Ok(self.lock().sequencer(known.id).dropped())
    }

    fn waiting(&self, py: Python<'_>, symbol: &str) -> PyResult<usize> {
        let known = self.known(py, symbol)?;
        Ok(self.lock().sequencer(known.id).held())
    }

    fn watermark(&self, py: Python<'_>, symbol: &str) -> PyResult<Option<i64>> {
        let known = self.known(py, symbol)?;
        let watermark = self.lock().sequencer(known.id).watermark();
        Ok((watermark > UnixNanos::MIN).then(|| watermark.as_i64()))
    }

    #[getter]
    fn memory(&self) -> u64 {
        self.lock().memory()
    }

    #[getter]
    fn symbols(&self) -> Vec<String> {
        self.lock().config().symbols.iter().map(|symbol| symbol.symbol.to_string()).collect()
    }

    #[getter]
    fn timeframes(&self) -> Vec<String> {
        self.lock().config().timeframes.iter().map(ToString::to_string).collect()
    }

    fn snapshot<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        let snapshot = py.detach(|| self.lock().snapshot());
        PyBytes::new(py, &snapshot)
    }

    fn restore(&self, py: Python<'_>, snapshot: &[u8]) -> PyResult<()> {
        outside(py, || {
            let mut state = self.lock();
            *state = MtfState::restore(state.config().clone(), snapshot)?;
            Ok::<_, MtfError>(())
        })
    }

    fn __getitem__(slf: Bound<'_, Self>, symbol: &str) -> PyResult<SymbolTicks> {
        let known = slf.get().known(slf.py(), symbol)?;
        Ok(SymbolTicks { of: slf.unbind(), known })
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.on_bar)
    }
}

/// The ticks of one symbol of a `MultiTimeframe`.
#[pyclass(frozen, module = "tickloom._core")]
pub(crate) struct SymbolTicks {
    of: Py<MultiTimeframe>,
    known: Known,
}

#[pymethods]
impl SymbolTicks {
    #[pyo3(signature = (time, bid, ask, bid_volume=0.0, ask_volume=0.0))]
    fn on_tick(
        &self,
        py: Python<'_>,
        time: Nanos,
        bid: f64,
        ask: f64,
        bid_volume: f32,
        ask_volume: f32,
    ) -> PyResult<bool> {
        let tick = TickFloats { timestamp: time.0, bid, ask, bid_volume, ask_volume };
        self.of.get().take(py, self.known, &tick)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.of)
    }
}

impl MultiTimeframe {
    fn lock(&self) -> MutexGuard<'_, MtfState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[inline]
    fn known(&self, py: Python<'_>, symbol: &str) -> PyResult<Known> {
        match self.symbols.get(symbol) {
            Some(known) => Ok(*known),
            None => self.known_otherwise(py, symbol),
        }
    }

    /// In lower case; or not at all.
    #[cold]
    fn known_otherwise(&self, py: Python<'_>, symbol: &str) -> PyResult<Known> {
        let symbol = word::<Symbol>(py, symbol)?;
        let state = self.lock();
        let id = state.symbol(&symbol).map_err(|error| to_python(py, &error))?;
        Ok(Known { id, digits: state.digits(id) })
    }

    #[inline]
    fn take(&self, py: Python<'_>, known: Known, tick: &TickFloats) -> PyResult<bool> {
        let tick = tick.exact(known.digits).map_err(|error| to_python(py, &error))?;
        if self.on_bar.is_none() {
            return Ok(self.lock().on_tick(known.id, &tick));
        }
        let mut changes = Vec::new();
        let taken = self.lock().on_tick_with(known.id, &tick, |change| changes.push(change.into()));
        self.tell(py, changes).map(|()| taken)
    }

    fn take_many(&self, py: Python<'_>, known: Known, ticks: TicksIn) -> PyResult<()> {
        let (mut observer, mut pieces) = (Observer::default(), 0_u32);
        ticks.for_each(py, known.digits, |ticks| {
            observer.keep(self.take_piece(known.id, ticks));
            pieces += 1;
            !observer.has_raised() && (!pieces.is_multiple_of(PIECES_BETWEEN_LOOKS) || !observer.wants_stop())
        })?;
        let message = "the ticks were interrupted: those before are in the bars";
        observer.interruption(py, message).map_or(Ok(()), Err)
    }

    /// Takes some ticks without the interpreter, which is asked in only to hear of bars.
    fn take_piece(&self, id: SymbolId, ticks: &Ticks) -> PyResult<()> {
        if self.on_bar.is_none() {
            self.lock().push_ticks(id, ticks);
            return Ok(());
        }
        let mut changes = Vec::new();
        self.lock().push_ticks_with(id, ticks, |change| changes.push(change.into()));
        if changes.is_empty() { Ok(()) } else { Python::attach(|py| self.tell(py, changes)) }
    }

    /// Tells who wants to hear of bars that became complete; nobody holds the state meanwhile.
    fn tell(&self, py: Python<'_>, changes: Vec<ChangeFields>) -> PyResult<()> {
        let Some(on_bar) = &self.on_bar else { return Ok(()) };
        changes.into_iter().try_for_each(|change| on_bar.call1(py, (change,)).map(drop))
    }
}

impl MtfRequest {
    fn config(self, py: Python<'_>) -> PyResult<MtfConfig> {
        let day = word::<DayRule>(py, &self.day)?;
        let symbols = self.symbols.iter().map(|(name, digits)| known_symbol(py, name, *digits, day));
        let kinds = self.timeframes.iter().map(|timeframe| word::<BarKind>(py, timeframe));
        Ok(MtfConfig {
            symbols: symbols.collect::<PyResult<_>>()?,
            timeframes: kinds.collect::<PyResult<_>>()?,
            side: word::<Side>(py, &self.side)?,
            capacity: self.capacity,
            lateness: self.lateness,
            held: self.held,
        })
    }
}

/// A symbol with what is known of it.
pub(crate) fn known_symbol(
    py: Python<'_>,
    name: &str,
    digits: Option<u64>,
    day: DayRule,
) -> PyResult<MtfSymbol> {
    let digits = digits.map(Digits::new).transpose().map_err(|error| to_python(py, &error))?;
    let symbol = word::<Symbol>(py, name)?;
    MtfSymbol::known(symbol, digits, day).map_err(|error| to_python(py, &error))
}

/// Bars as a table.
pub(crate) fn table(series: BarSeries, digits: Digits, side: Side, columns: BarColumns) -> Table {
    let BarSeries { bars, available_at, is_forming } = series;
    Table::of_bars(BarTable { digits, side, bars, available_at, is_forming, columns })
}
