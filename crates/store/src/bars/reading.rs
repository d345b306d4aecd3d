//! A question for bars, worked out: which days are read, and by what each of them is divided.

use std::cmp::min;

use tickloom_bars::{Days, calendar::Walk};
use tickloom_model::{
    BarKind, DayRule, Digits, Side, Symbol, Ticks, TimeRange, Timeframe, UnixNanos, UtcDay,
};

use super::BarQuery;
use crate::{PartitionInfo, Store, StoreError, partition::Columns};

/// A day to be read.
pub(super) struct DayToRead {
    pub(super) partition: PartitionInfo,
    /// The longest timeframe of which every bar of time that was asked for is made on this day.
    pub(super) grid: Timeframe,
}

/// What a question comes to.
pub(super) struct Reading<'query> {
    pub(super) query: &'query BarQuery,
    pub(super) digits: Digits,
    pub(super) days: Days,
    /// Up to when everything is known.
    pub(super) known: UnixNanos,
    pub(super) needs: Needs,
    /// Up to when all ticks were read.
    pub(super) end: UnixNanos,
    pub(super) to_read: Vec<DayToRead>,
}

impl<'query> Reading<'query> {
    pub(super) fn of(store: &Store, query: &'query BarQuery) -> Result<Self, StoreError> {
        let digits = store.known_digits(&query.symbol)?;
        let days = store.days_of(&query.symbol, query.day)?;
        let known = query.as_of.unwrap_or_else(|| store.last_tick(&query.symbol));
        let span = span(query, &days);
        let before = query.fill.and_then(|_| day_before(store, query, &days));
        let first = before.map_or(span.start, |day| day.start().min(span.start));
        let read = TimeRange { start: first, end: span.end.min(known.saturating_add(1)) };
        let partitions = store.partitions_of(&query.symbol, read);
        let grids = grids(query, &days, &partitions);
        let to_read = partitions.into_iter().zip(grids);
        let to_read = to_read.map(|(partition, grid)| DayToRead { partition, grid }).collect();
        let needs = Needs {
            bars: query.kinds.iter().any(|kind| kind.timeframe().is_some()),
            ticks: query.kinds.iter().any(|kind| kind.timeframe().is_none()),
        };
        Ok(Self { query, digits, days, known, needs, end: min(span.end, known), to_read })
    }
}

impl Reading<'_> {
    /// Those ticks of a day that were known.
    pub(super) fn known_of(&self, mut ticks: Ticks) -> Ticks {
        // Asked of the ticks and not of the index: the file may have been replaced since.
        if let Some(as_of) = self.query.as_of {
            let known = ticks.timestamp.partition_point(|&time| time <= as_of.as_i64());
            ticks.truncate(known);
        }
        ticks
    }
}

/// What of a day is needed.
#[derive(Clone, Copy)]
pub(super) struct Needs {
    /// Bars, for longer ones.
    pub(super) bars: bool,
    /// Its ticks one by one.
    pub(super) ticks: bool,
}

impl Needs {
    pub(super) const fn columns(self, side: Side) -> Columns {
        if self.ticks { Columns::ALL } else { Columns::of(side) }
    }
}

impl Store {
    /// Where the days of a symbol begin by a rule.
    ///
    /// # Errors
    /// As [`Store::calendar`].
    pub fn days_of(&self, symbol: &Symbol, rule: DayRule) -> Result<Days, StoreError> {
        match rule {
            DayRule::Utc => Ok(Days::Utc),
            DayRule::Session => self.calendar(symbol).map(Days::Session),
        }
    }
}

/// From the beginning of the first bar that opens in the range, or of the day with which it begins anew, to the end of the last one.
fn span(query: &BarQuery, days: &Days) -> TimeRange {
    let range = query.range;
    if range.end <= range.start {
        return range;
    }
    let whole = |kind: &BarKind| match kind.timeframe() {
        Some(timeframe) => TimeRange { end: days.bounds(timeframe, range.last_moment()).end, ..range },
        None => TimeRange {
            start: days.bounds(Timeframe::D1, range.start).start,
            end: days.bounds(Timeframe::D1, range.last_moment()).end,
        },
    };
    let united = |left: TimeRange, right: TimeRange| TimeRange {
        start: left.start.min(right.start),
        end: left.end.max(right.end),
    };
    query.kinds.iter().map(whole).reduce(united).unwrap_or(range)
}

/// Of what bars within each day those that were asked for are made. Session days may begin at any second of a UTC day.
fn grids(query: &BarQuery, days: &Days, partitions: &[PartitionInfo]) -> Vec<Timeframe> {
    let timeframes = || query.kinds.iter().filter_map(|kind| kind.timeframe());
    let shared = timeframes().fold(Timeframe::D1, Timeframe::common);
    let has_whole_days = timeframes().any(|timeframe| timeframe.whole_days().is_some());
    match days {
        Days::Session(calendar) if has_whole_days => {
            let mut walk = calendar.walk();
            let mut begins = |day: UtcDay| session_starts(&mut walk, day);
            let days = partitions.iter().map(|partition| partition.key.day);
            days.map(|day| begins(day).into_iter().fold(shared, Timeframe::common_at)).collect()
        }
        _ => vec![shared; partitions.len()],
    }
}

/// Where session days begin inside a UTC day.
fn session_starts(walk: &mut Walk, day: UtcDay) -> Vec<UnixNanos> {
    let TimeRange { start, end } = day.range();
    let mut next = |time: UnixNanos| Some(walk.session_day(time).range.end).filter(|&start| start < end);
    std::iter::successors(next(start), |&start| next(start)).collect()
}

/// The first of the stored days that hold the last tick before a first period of the range.
fn day_before(store: &Store, query: &BarQuery, days: &Days) -> Option<UtcDay> {
    let timeframes = query.kinds.iter().filter_map(|kind| kind.timeframe());
    let begins = timeframes.map(|timeframe| days.bounds(timeframe, query.range.start).start);
    let before = begins.filter_map(|begins| store.last_partition_before(&query.symbol, begins));
    before.map(|partition| partition.key.day).min()
}
