//! What a state shows of one symbol and timeframe: its completed bars and the bar in progress.

use tickloom_model::{Bar, BarKind, Digits, Side};

use crate::{BarRing, BarSeries, CompletedBar};

/// A symbol's bars of one timeframe as of the last tick.
#[derive(Debug, Clone, Copy)]
pub struct State<'a> {
    /// Of which timeframe.
    pub timeframe: BarKind,
    /// Of which side.
    pub side: Side,
    /// Decimals of a point.
    pub digits: Digits,
    /// The last completed bars.
    pub history: &'a BarRing,
    /// The bar in progress, and when it will be complete at the latest; `None` if no tick came since the last completed bar.
    pub forming: Option<CompletedBar>,
}

impl State<'_> {
    /// The last `count` completed bars, oldest first, and after them the bar in progress, if there is one.
    #[must_use]
    pub fn series(&self, count: usize) -> BarSeries {
        let (older, newer) = self.history.recent(count);
        let mut series = BarSeries::default();
        older.iter().chain(newer).for_each(|bar| series.push(*bar));
        let forming = self.forming.into_iter();
        forming.for_each(|CompletedBar { bar, available_at }| series.push_forming(bar, available_at));
        series
    }

    /// The bar in progress.
    #[must_use]
    pub fn forming_bar(&self) -> Option<Bar> {
        self.forming.map(|forming| forming.bar)
    }
}
