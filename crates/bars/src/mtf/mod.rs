//! The multi-timeframe state: ticks of many symbols in, the bars of every timeframe readable after each.

mod builder;
mod bytes;
mod cascade;
mod change;
mod condensed;
mod config;
mod error;
mod slots;
mod snapshot;
mod stream;
mod view;

use tickloom_model::{Bar, BarKind, Digits, Symbol, Tick, Ticks, UnixNanos};

pub use builder::MtfBuilder;
pub use change::StateChange;
pub use condensed::{Condensed, Condenser};
pub use config::{MAX_CAPACITY, MAX_HELD, MAX_MEMORY, MAX_SYMBOLS, MAX_TIMEFRAMES, MtfConfig, MtfSymbol};
pub use error::MtfError;
pub use snapshot::SNAPSHOT_VERSION;
pub use view::State;

use crate::{BarRing, CompletedBar, Sequencer};
use config::joined;
use slots::Slots;
use stream::Stream;

/// Bars of many symbols and timeframes, kept tick by tick.
///
/// Each tick goes to every timeframe of its symbol. Completed bars go to a ring buffer for each timeframe; the bar in
/// progress is readable after every tick. All memory is taken when the state is made: a tick takes none.
///
/// Ticks may come late within [`MtfConfig::lateness`]: see [`Sequencer`]. Everything is then told as of the watermark,
/// the latest time less the lateness; a bar is complete when the watermark has reached its end.
///
/// ```
/// use tickloom_bars::{MtfConfig, MtfState};
/// use tickloom_model::{BarKind, Instrument, Tick, Timeframe, UnixNanos};
///
/// let eurusd = Instrument::builtin(&"EURUSD".parse()?).ok_or("not built in")?;
/// let symbol = eurusd.symbol.clone();
/// let timeframes = Timeframe::STANDARD.map(BarKind::from);
/// let mut state = MtfState::new(MtfConfig::new(vec![eurusd.into()], timeframes.into()))?;
/// let eurusd = state.symbol(&symbol)?;
///
/// let tick = |second: i64, bid| Tick {
///     timestamp: UnixNanos::new(second * 1_000_000_000),
///     bid,
///     ask: bid + 2,
///     bid_volume: 1.5,
///     ask_volume: 0.75,
/// };
/// state.on_tick(eurusd, &tick(0, 114_352));
/// let mut lines = Vec::new();
/// state.on_tick_with(eurusd, &tick(60, 114_360), |change| lines.push(change.to_string()));
/// assert_eq!(lines, [
///     "EURUSD 1m completed 1970-01-01T00:00 o 1.14352 h 1.14352 l 1.14352 c 1.14352 v 1.5 n 1 spread 0.00002..0.00002"
/// ]);
/// assert_eq!(state.forming(eurusd, 1).map(|bar| (bar.close, bar.ticks)), Some((114_360, 2)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct MtfState {
    config: MtfConfig,
    slots: Slots,
    symbols: Vec<SymbolBars>,
}

/// Which symbol of a state; only that state's [`MtfState::symbol`] gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SymbolId(usize);

/// One symbol's bars: those in progress, and the last completed ones by slot.
#[derive(Debug, Clone)]
struct SymbolBars {
    stream: Stream,
    rings: Vec<BarRing>,
}

impl MtfState {
    /// The state before the first tick. It takes [`MtfConfig::memory`] bytes of buffers, and no more later.
    ///
    /// # Errors
    /// [`MtfError::Empty`], [`MtfError::TooMany`], [`MtfError::Repeated`], [`MtfError::InvalidCapacity`],
    /// [`MtfError::InvalidLateness`], [`MtfError::TooLarge`].
    pub fn new(config: MtfConfig) -> Result<Self, MtfError> {
        config.check()?;
        let slots = Slots::of(&config.timeframes);
        let sequencer = || Sequencer::new(config.lateness, config.held);
        let symbol = |symbol: &MtfSymbol| SymbolBars {
            stream: Stream::new(&slots, config.side, &symbol.days, sequencer()),
            rings: (0..slots.len()).map(|_| BarRing::new(config.capacity)).collect(),
        };
        Ok(Self { symbols: config.symbols.iter().map(symbol).collect(), slots, config })
    }

    /// What the state was made for.
    #[must_use]
    pub const fn config(&self) -> &MtfConfig {
        &self.config
    }

    /// The bytes of its buffers, which never change.
    #[must_use]
    pub fn memory(&self) -> u64 {
        self.config.memory()
    }

    /// The symbol of that name.
    ///
    /// # Errors
    /// [`MtfError::UnknownSymbol`].
    pub fn symbol(&self, symbol: &Symbol) -> Result<SymbolId, MtfError> {
        let names = || self.config.symbols.iter().map(|known| &known.symbol);
        let unknown = || MtfError::UnknownSymbol { symbol: symbol.clone(), known: joined(names()) };
        names().position(|name| name == symbol).map(SymbolId).ok_or_else(unknown)
    }

    /// The symbols, in the order of the configuration.
    pub fn symbols(&self) -> impl ExactSizeIterator<Item = SymbolId> + use<> {
        (0..self.symbols.len()).map(SymbolId)
    }

    /// Decimals of a symbol's prices.
    ///
    /// # Panics
    /// If the symbol is of another, larger state.
    #[must_use]
    pub fn digits(&self, symbol: SymbolId) -> Digits {
        self.config.symbols[symbol.0].digits
    }

    /// The position of a timeframe.
    ///
    /// # Errors
    /// [`MtfError::UnknownTimeframe`].
    pub fn position(&self, timeframe: BarKind) -> Result<usize, MtfError> {
        let known = &self.config.timeframes;
        let unknown = || MtfError::UnknownTimeframe { timeframe, known: joined(known) };
        known.iter().position(|name| *name == timeframe).ok_or_else(unknown)
    }

    /// Adds a tick; `false` if it came too late, and was dropped and counted.
    ///
    /// # Panics
    /// If the symbol is of another, larger state.
    #[inline]
    pub fn on_tick(&mut self, symbol: SymbolId, tick: &Tick) -> bool {
        let SymbolBars { stream, rings } = &mut self.symbols[symbol.0];
        stream.on_tick(tick, &mut |slot, bar| rings[slot].write(bar))
    }

    /// The same, with an observer of the bars that become complete.
    ///
    /// # Panics
    /// If the symbol is of another, larger state.
    #[inline]
    pub fn on_tick_with(
        &mut self,
        symbol: SymbolId,
        tick: &Tick,
        mut observe: impl FnMut(StateChange<'_>),
    ) -> bool {
        let (stream, mut completed) = self.parts(symbol, &mut observe);
        stream.on_tick(tick, &mut completed)
    }

    /// Adds many ticks of a symbol; the same as one by one, and where they are in order much faster.
    ///
    /// # Panics
    /// If the symbol is of another, larger state, or the columns differ in length.
    pub fn push_ticks(&mut self, symbol: SymbolId, ticks: &Ticks) {
        self.push_ticks_with(symbol, ticks, |_| ());
    }

    /// The same, with an observer; bars of one timeframe come in order, those of different ones may not.
    ///
    /// # Panics
    /// If the symbol is of another, larger state, or the columns differ in length.
    pub fn push_ticks_with(
        &mut self,
        symbol: SymbolId,
        ticks: &Ticks,
        mut observe: impl FnMut(StateChange<'_>),
    ) {
        let side = self.config.side;
        let (stream, mut completed) = self.parts(symbol, &mut observe);
        stream.push_ticks(ticks, side, &mut completed);
    }

    /// Lets the clock of every symbol move without a tick: no tick before `time` less the lateness will come any more.
    pub fn advance(&mut self, time: UnixNanos) {
        self.advance_with(time, |_| ());
    }

    /// The same, with an observer.
    pub fn advance_with(&mut self, time: UnixNanos, mut observe: impl FnMut(StateChange<'_>)) {
        for symbol in self.symbols() {
            let (stream, mut completed) = self.parts(symbol, &mut observe);
            stream.advance(time, &mut completed);
        }
    }

    /// The bar in progress of a symbol and the timeframe at a position. `None` if no tick came since the last
    /// completed bar.
    ///
    /// # Panics
    /// If the symbol is of another, larger state, or there are not that many timeframes.
    #[must_use]
    #[inline]
    pub fn forming(&self, symbol: SymbolId, position: usize) -> Option<Bar> {
        self.symbols[symbol.0].stream.forming(self.slots.slot(position))
    }

    /// The last completed bars of a symbol and the timeframe at a position.
    ///
    /// # Panics
    /// If the symbol is of another, larger state, or there are not that many timeframes.
    #[must_use]
    pub fn history(&self, symbol: SymbolId, position: usize) -> &BarRing {
        &self.symbols[symbol.0].rings[self.slots.slot(position)]
    }

    /// Completed bars and the bar in progress of a symbol and the timeframe at a position.
    ///
    /// # Panics
    /// If the symbol is of another, larger state, or there are not that many timeframes.
    #[must_use]
    pub fn state(&self, symbol: SymbolId, position: usize) -> State<'_> {
        let stream = &self.symbols[symbol.0].stream;
        let available_at = stream.latest_end(self.slots.slot(position));
        let forming = self.forming(symbol, position);
        State {
            timeframe: self.config.timeframes[position],
            side: self.config.side,
            digits: self.digits(symbol),
            history: self.history(symbol, position),
            forming: forming.map(|bar| CompletedBar { bar, available_at }),
        }
    }

    /// How late ticks of a symbol are put in order: its watermark, and how many were dropped or are held.
    ///
    /// # Panics
    /// If the symbol is of another, larger state.
    #[must_use]
    pub fn sequencer(&self, symbol: SymbolId) -> &Sequencer {
        &self.symbols[symbol.0].stream.sequencer
    }

    /// A symbol's stream, and what happens to the bars it completes.
    fn parts<'a>(
        &'a mut self,
        symbol: SymbolId,
        observe: &'a mut impl FnMut(StateChange<'_>),
    ) -> (&'a mut Stream, impl FnMut(usize, CompletedBar) + 'a) {
        let (MtfConfig { symbols, side, .. }, slots) = (&self.config, &self.slots);
        let (named, SymbolBars { stream, rings }) = (&symbols[symbol.0], &mut self.symbols[symbol.0]);
        let completed = move |slot: usize, completed| {
            rings[slot].write(completed);
            let (symbol, digits, timeframe) = (&named.symbol, named.digits, slots.kind(slot));
            observe(StateChange { symbol, digits, side: *side, timeframe, completed });
        };
        (stream, completed)
    }
}
