//! What a replay keeps of the ticks that it plays.

use tickloom_model::{BarKind, DayRule, Side, Timeframe};

/// Which bars a replay keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplayOptions {
    /// The timeframes, each once.
    pub timeframes: Vec<BarKind>,
    /// The side of the quote that bars are made of.
    pub side: Side,
    /// Where days begin; session days are those of each symbol's calendar.
    pub day: DayRule,
    /// How many completed bars are kept of each timeframe of each symbol.
    pub capacity: usize,
}

impl Default for ReplayOptions {
    /// The nine standard timeframes of the bid, days in UTC, a thousand bars of each.
    fn default() -> Self {
        let timeframes = Timeframe::STANDARD.map(BarKind::from).to_vec();
        Self { timeframes, side: Side::Bid, day: DayRule::Utc, capacity: 1_000 }
    }
}
