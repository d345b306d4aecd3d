//! Tables of ticks and bars as a chart of so many pixels shows them.

use std::ops::Range;

use tickloom_bars::{Buckets, ColumnError, reduce_bars, reduce_points};
use tickloom_model::{Ticks, TimeRange, UnixNanos};

use crate::{BarTable, TickTable};

/// From when to when a chart goes; where nothing is said from the first row, or just beyond the last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChartRange {
    /// The first moment.
    pub start: Option<UnixNanos>,
    /// The first moment after.
    pub end: Option<UnixNanos>,
}

impl ChartRange {
    fn of(self, first: Option<i64>, last: Option<i64>) -> TimeRange {
        let first = UnixNanos::new(first.unwrap_or_default());
        let after = last.map_or(first, |last| UnixNanos::new(last).saturating_add(1));
        TimeRange { start: self.start.unwrap_or(first), end: self.end.unwrap_or(after) }
    }
}

impl TickTable {
    /// The ticks that lines through bids and through asks need, `width` pixels wide: see [`reduce_points`]; at most
    /// eight a pixel.
    ///
    /// # Errors
    /// [`ColumnError::NoWidth`].
    pub fn reduced(&self, range: ChartRange, width: usize) -> Result<Self, ColumnError> {
        let first = self.days.iter().find_map(|day| day.timestamp.first().copied());
        let last = self.days.iter().rev().find_map(|day| day.timestamp.last().copied());
        let range = range.of(first, last);
        let mut of_days = Ticks::default();
        for day in &self.days {
            keep(day, range, width, &mut of_days)?;
        }
        // A pixel may show several days: what it needs of them is among what it needs of each.
        let mut kept = Ticks::default();
        keep(&of_days, range, width, &mut kept)?;
        Ok(Self { digits: self.digits, days: vec![kept] })
    }
}

fn keep(ticks: &Ticks, range: TimeRange, width: usize, kept: &mut Ticks) -> Result<(), ColumnError> {
    let mut positions = reduce_points(&ticks.timestamp, &ticks.bid, range, width)?;
    positions.extend(reduce_points(&ticks.timestamp, &ticks.ask, range, width)?);
    positions.sort_unstable();
    positions.dedup();
    positions.into_iter().for_each(|position| kept.push(ticks.get(position)));
    Ok(())
}

impl BarTable {
    /// One bar for each of `width` pixels that has any: see [`reduce_bars`]. It is known when the last of them is.
    ///
    /// # Errors
    /// [`ColumnError::NoWidth`].
    pub fn reduced(&self, range: ChartRange, width: usize) -> Result<Self, ColumnError> {
        let times = &self.bars.open_time;
        let range = range.of(times.first().copied(), times.last().copied());
        let buckets: Vec<Range<usize>> = Buckets::new(times, range, width)?.collect();
        let ends_with = |bucket: &Range<usize>| bucket.end == times.len();
        Ok(Self {
            bars: reduce_bars(&self.bars, range, width)?,
            available_at: buckets.iter().map(|bucket| self.available_at[bucket.end - 1]).collect(),
            is_forming: self.is_forming && buckets.last().is_some_and(ends_with),
            ..*self
        })
    }
}

#[cfg(test)]
mod tests {
    use tickloom_model::{Digits, Side, Tick};

    use super::*;
    use crate::BarColumns;

    fn ticks(rows: &[(i64, i64, i64)]) -> Ticks {
        let tick = |&(time, bid, ask): &(i64, i64, i64)| Tick {
            timestamp: UnixNanos::new(time),
            bid,
            ask,
            bid_volume: 1.0,
            ask_volume: 1.0,
        };
        rows.iter().map(tick).collect()
    }

    #[test]
    fn the_extremes_of_both_sides_are_kept_over_all_days() {
        let days = vec![
            ticks(&[(0, 5, 6), (1, 9, 9), (2, 5, 6), (3, 5, 5)]),
            Ticks::default(),
            ticks(&[(4, 5, 6), (5, 1, 99), (6, 8, 8), (7, 5, 6)]),
        ];
        let table = TickTable { digits: Digits::MAX, days };
        let times = |range, width| table.reduced(range, width).unwrap().days[0].timestamp.clone();
        assert_eq!(times(ChartRange::default(), 1), [0, 1, 3, 5, 7]);
        assert_eq!(times(ChartRange::default(), 8), [0, 1, 2, 3, 4, 5, 6, 7]);
        let middle = ChartRange { start: Some(UnixNanos::new(2)), end: Some(UnixNanos::new(5)) };
        assert_eq!(times(middle, 1), [2, 3, 4]);
        assert_eq!(table.reduced(middle, 0), Err(ColumnError::NoWidth));
    }

    #[test]
    fn bars_of_a_pixel_are_known_when_the_last_of_them_is() {
        let bars = ticks(&[(0, 5, 6), (10, 9, 9), (20, 5, 6)]);
        let bars = bars.iter().map(|tick| tickloom_model::Bar::of_tick(&tick, Side::Bid)).collect();
        let table = BarTable {
            digits: Digits::MAX,
            side: Side::Bid,
            bars,
            available_at: vec![10, 20, 30],
            is_forming: true,
            columns: BarColumns::Detail,
        };
        let few = table.reduced(ChartRange::default(), 2).unwrap();
        assert_eq!((few.bars.open_time.as_slice(), few.bars.high.as_slice()), (&[0, 20][..], &[9, 5][..]));
        assert_eq!((few.available_at, few.is_forming), (vec![20, 30], true));
        let first = ChartRange { end: Some(UnixNanos::new(20)), ..ChartRange::default() };
        assert!(!table.reduced(first, 1).unwrap().is_forming);
    }

    #[test]
    fn nothing_stays_nothing() {
        let none = TickTable { digits: Digits::MAX, days: Vec::new() };
        assert_eq!(none.reduced(ChartRange::default(), 9).unwrap().days, [Ticks::default()]);
    }
}
