//! The ticks of one UTC day of many symbols in one order, handed out in runs of one symbol.

use std::{borrow::Cow, ops::Range};

use tickloom_model::{Ticks, TimeRange};

/// What a symbol has of a day, and how much of it was handed out.
#[derive(Debug)]
struct Part {
    symbol: usize,
    ticks: Ticks,
    left: Range<usize>,
}

/// Ticks of one symbol that follow each other in the order of all.
#[derive(Debug)]
pub(crate) struct Run<'a> {
    pub(crate) symbol: usize,
    pub(crate) ticks: &'a Ticks,
    pub(crate) positions: Range<usize>,
}

impl Run<'_> {
    /// The run's ticks alone; without a copy if they are all that the symbol has of the day.
    pub(crate) fn columns(&self) -> Cow<'_, Ticks> {
        if self.positions == (0..self.ticks.len()) {
            return Cow::Borrowed(self.ticks);
        }
        let mut ticks = Ticks::with_capacity(self.positions.len());
        ticks.extend_from(self.ticks, self.positions.clone());
        Cow::Owned(ticks)
    }
}

/// The rest of a day: ordered by time, equal times by symbol, then as stored.
#[derive(Debug, Default)]
pub(crate) struct DayMerge {
    parts: Vec<Part>,
}

impl DayMerge {
    /// What lies in a range of the ticks of some symbols, in the order in which symbols are given.
    pub(crate) fn new(parts: impl IntoIterator<Item = (usize, Ticks)>, range: TimeRange) -> Self {
        let part = |(symbol, ticks): (usize, Ticks)| {
            let before = |time: i64| ticks.timestamp.partition_point(|&timestamp| timestamp < time);
            let left = before(range.start.as_i64())..before(range.end.as_i64());
            Part { symbol, ticks, left }
        };
        Self { parts: parts.into_iter().map(part).collect() }
    }

    /// Symbol and time of the next tick.
    pub(crate) fn next(&self) -> Option<(usize, i64)> {
        self.first().map(|(index, time)| (self.parts[index].symbol, time))
    }

    /// The longest run that comes next, of ticks not later than `last`; `None` if there is no such tick.
    pub(crate) fn next_run(&mut self, last: i64) -> Option<Run<'_>> {
        let (index, time) = self.first().filter(|(_, time)| *time <= last)?;
        let last = last.min(self.last_before_others(index, time));
        let part = &mut self.parts[index];
        let length = count_until(&part.ticks.timestamp[part.left.clone()], last);
        Some(part.take(length))
    }

    /// The tick that comes next, alone, if it is not later than `last`.
    pub(crate) fn next_tick(&mut self, last: i64) -> Option<Run<'_>> {
        let (index, _) = self.first().filter(|(_, time)| *time <= last)?;
        Some(self.parts[index].take(1))
    }

    /// The part that has the next tick; of equal times, the first part's.
    fn first(&self) -> Option<(usize, i64)> {
        let times = self.parts.iter().enumerate().filter_map(|(index, part)| Some((index, part.time()?)));
        times.min_by_key(|(_, time)| *time)
    }

    /// The last moment up to which a part's ticks come before those of all others.
    fn last_before_others(&self, index: usize, time: i64) -> i64 {
        let others = self.parts.iter().enumerate().filter(|(other, _)| *other != index);
        let lasts = others.filter_map(|(other, part)| {
            // Of ticks of one moment, those of a symbol named earlier come first; here none of them is earlier than `time`.
            part.time().map(|theirs| if other < index { theirs.saturating_sub(1).max(time) } else { theirs })
        });
        lasts.min().unwrap_or(i64::MAX)
    }
}

impl Part {
    fn time(&self) -> Option<i64> {
        self.left.clone().next().map(|position| self.ticks.timestamp[position])
    }

    fn take(&mut self, length: usize) -> Run<'_> {
        let positions = self.left.start..self.left.start + length;
        self.left.start = positions.end;
        Run { symbol: self.symbol, ticks: &self.ticks, positions }
    }
}

/// How many of the times, which ascend, are not later than `last`: runs are mostly short, so the end is looked for in
/// steps that double.
fn count_until(times: &[i64], last: i64) -> usize {
    let mut reach = 1;
    while reach < times.len() && times[reach] <= last {
        reach *= 2;
    }
    let (known, end) = (reach / 2, times.len().min(reach + 1));
    known + times[known..end].partition_point(|&time| time <= last)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tickloom_model::{Tick, UnixNanos};

    use super::*;

    fn ticks(times: &[i64], symbol: usize) -> Ticks {
        let tick = |(position, &time): (usize, &i64)| Tick {
            timestamp: UnixNanos::new(time),
            bid: position as i64,
            ask: symbol as i64,
            bid_volume: 0.0,
            ask_volume: 0.0,
        };
        times.iter().enumerate().map(tick).collect()
    }

    fn merged(columns: &[Vec<i64>], stops: &[i64], one_by_one: bool) -> Vec<(i64, usize, i64)> {
        let parts = columns.iter().enumerate().map(|(symbol, times)| (symbol, ticks(times, symbol)));
        let mut merge = DayMerge::new(parts, TimeRange::ALL);
        let mut order = Vec::new();
        for &last in stops.iter().chain([&i64::MAX]) {
            loop {
                let run = if one_by_one { merge.next_tick(last) } else { merge.next_run(last) };
                let Some(run) = run else { break };
                assert!(!run.positions.is_empty());
                for position in run.positions {
                    let tick = run.ticks.get(position);
                    assert!(tick.timestamp.as_i64() <= last);
                    order.push((tick.timestamp.as_i64(), run.symbol, tick.bid));
                }
            }
        }
        order
    }

    #[test]
    fn equal_times_come_in_the_order_of_symbols_and_then_as_stored() {
        let columns = [vec![5, 5, 9], vec![1, 5, 5], vec![5]];
        let expected = [(1, 1, 0), (5, 0, 0), (5, 0, 1), (5, 1, 1), (5, 1, 2), (5, 2, 0), (9, 0, 2)];
        assert_eq!(merged(&columns, &[], false), expected);
    }

    #[test]
    fn a_long_run_is_handed_out_at_once() {
        let times: Vec<i64> = (0..1000).collect();
        let mut merge = DayMerge::new([(7, ticks(&times, 7)), (3, ticks(&[600], 3))], TimeRange::ALL);
        let lengths = std::iter::from_fn(|| merge.next_run(i64::MAX).map(|run| (run.symbol, run.positions)));
        assert_eq!(lengths.collect::<Vec<_>>(), [(7, 0..601), (3, 0..1), (7, 601..1000)]);
    }

    #[test]
    fn only_what_lies_in_the_range_is_handed_out() {
        let range = TimeRange { start: UnixNanos::new(2), end: UnixNanos::new(4) };
        let mut merge = DayMerge::new([(0, ticks(&[1, 2, 3, 4], 0))], range);
        assert_eq!(merge.next(), Some((0, 2)));
        assert_eq!(merge.next_run(i64::MAX).map(|run| run.positions), Some(1..3));
        assert_eq!(merge.next(), None);
        let backwards = TimeRange { start: range.end, end: range.start };
        assert_eq!(DayMerge::new([(0, ticks(&[1, 2, 3, 4], 0))], backwards).next(), None);
    }

    proptest! {
        #[test]
        fn runs_are_the_order_that_sorting_gives(
            columns in prop::collection::vec(prop::collection::vec(0_i64..60, 0..80), 0..5),
            stops in prop::collection::vec(0_i64..60, 0..4),
        ) {
            let sorted = |mut values: Vec<i64>| { values.sort_unstable(); values };
            let columns: Vec<_> = columns.into_iter().map(sorted).collect();
            let stops = sorted(stops);
            let rows = columns.iter().enumerate().flat_map(|(symbol, times)| {
                times.iter().enumerate().map(move |(position, &time)| (time, symbol, position as i64))
            });
            let mut expected: Vec<_> = rows.collect();
            expected.sort_unstable();
            prop_assert_eq!(&merged(&columns, &stops, false), &expected);
            prop_assert_eq!(&merged(&columns, &stops, true), &expected);
        }
    }
}
