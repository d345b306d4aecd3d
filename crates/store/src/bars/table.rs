//! Bars as they were asked for, with all that turns them into columns.

use tickloom_bars::BarSeries;
use tickloom_model::{Bars, Digits, Side, TimeRange};

use super::{BarColumns, BarQuery};

/// Bars of one symbol, kind and side, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct BarTable {
    /// Decimals of a point.
    pub digits: Digits,
    /// Which side; it tells the unit of the prices.
    pub side: Side,
    /// The bars.
    pub bars: Bars,
    /// From when on each was known, UTC nanoseconds, ascending; of a bar in progress when it will be complete at the latest.
    pub available_at: Vec<i64>,
    /// Whether the last bar is in progress.
    pub is_forming: bool,
    /// Which columns it has as a table.
    pub columns: BarColumns,
}

impl BarTable {
    /// The bars of a series that were asked for.
    pub(super) fn of(mut series: BarSeries, query: &BarQuery, digits: Digits) -> Self {
        let TimeRange { start, end } = query.range;
        let before = |time: i64| series.bars.open_time.partition_point(|&open| open < time);
        let inside = before(start.as_i64())..before(end.as_i64());
        let is_forming = series.is_forming && inside.end == series.len() && !inside.is_empty();
        series.bars.keep(inside.clone());
        series.available_at.truncate(inside.end);
        series.available_at.drain(..inside.start);
        let BarSeries { bars, available_at, .. } = series;
        let (side, columns) = (query.side, query.columns());
        let table = Self { digits, side, bars, available_at, is_forming, columns };
        if query.wants_forming() { table } else { table.without_forming() }
    }

    /// Without the bar in progress.
    fn without_forming(mut self) -> Self {
        if std::mem::take(&mut self.is_forming) {
            let complete = self.bars.len() - 1;
            self.bars.keep(0..complete);
            self.available_at.truncate(complete);
        }
        self
    }

    /// Whether the bar at a position is complete.
    #[must_use]
    pub fn is_complete(&self, index: usize) -> bool {
        !(self.is_forming && index + 1 == self.bars.len())
    }
}
