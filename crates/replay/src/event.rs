//! What an observer of a replay sees.

use tickloom_bars::CompletedBar;
use tickloom_model::Tick;

/// Something that happened, shown when the state already knows of it.
///
/// Bars that end at a moment come before its ticks, in the order of symbols, then of timeframes; bars that a tick
/// completes come after it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// A tick.
    Tick {
        /// The position of its symbol among those named.
        symbol: usize,
        /// The tick.
        tick: Tick,
    },
    /// A bar that is now complete.
    Bar {
        /// The position of its symbol among those named.
        symbol: usize,
        /// The position of its timeframe among those kept.
        timeframe: usize,
        /// The bar.
        bar: CompletedBar,
    },
}

impl Event {
    /// The order of events of one moment.
    pub(crate) const fn order(&self) -> (usize, usize) {
        match *self {
            Self::Tick { symbol, .. } => (symbol, 0),
            Self::Bar { symbol, timeframe, .. } => (symbol, timeframe),
        }
    }
}

/// Which events an observer wants to see. What nobody watches is played faster.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Watch {
    /// Ticks.
    pub ticks: bool,
    /// Bars.
    pub bars: bool,
}

impl Watch {
    /// No event.
    pub const NOTHING: Self = Self { ticks: false, bars: false };
    /// Every tick.
    pub const TICKS: Self = Self { ticks: true, bars: false };
    /// Every bar that is completed.
    pub const BARS: Self = Self { ticks: false, bars: true };
    /// Every event.
    pub const ALL: Self = Self { ticks: true, bars: true };

    pub(crate) const fn sees(self, event: &Event) -> bool {
        match event {
            Event::Tick { .. } => self.ticks,
            Event::Bar { .. } => self.bars,
        }
    }
}
