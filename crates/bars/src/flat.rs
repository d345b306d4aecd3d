//! Rows for periods without ticks: a series in which no period is missing, for those who need one.

use tickloom_model::{Bar, BarKind, Spread, TimeRange, Timeframe, UnixNanos};

use crate::{
    BarSeries, CompletedBar, Days,
    calendar::{Calendar, Walk},
};

/// How many bars a series may have after filling: about 5 GB.
pub const MAX_FILLED_BARS: usize = 50_000_000;

/// Why a series could not be filled. The text says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FillError {
    /// Bars that no time ends have no periods that could be empty.
    #[error("bars of {kind} have no periods to fill: fill only bars of time such as 1m or 1d")]
    NotOfTime {
        /// Their kind.
        kind: BarKind,
    },
    /// More bars than one series may have.
    #[error("filled, these would be more than {most} bars: ask for a shorter range or a longer timeframe")]
    TooMany {
        /// How many there may be.
        most: usize,
    },
}

tickloom_model::error_codes! { FillError {
    NotOfTime => "fill.not_of_time",
    TooMany => "fill.too_many",
} }

/// Fills periods without ticks with flat bars.
#[derive(Debug, Clone)]
pub struct FlatFill {
    timeframe: Timeframe,
    days: Days,
    calendar: Option<Calendar>,
    most: usize,
}

impl FlatFill {
    /// For bars of one kind and of days as given. With a calendar only those periods are filled in which the market is
    /// open at some moment.
    ///
    /// # Errors
    /// [`FillError::NotOfTime`].
    pub fn new(kind: BarKind, days: &Days, calendar: Option<&Calendar>) -> Result<Self, FillError> {
        let timeframe = kind.timeframe().ok_or(FillError::NotOfTime { kind })?;
        Ok(Self { timeframe, days: days.clone(), calendar: calendar.cloned(), most: MAX_FILLED_BARS })
    }

    /// The same with another limit to the number of bars.
    #[must_use]
    pub fn at_most(self, bars: usize) -> Self {
        Self { most: bars, ..self }
    }

    /// The series with a flat bar for each period without ticks from its first bar on up to its last, and on to those that
    /// ended by `until`, unless the last is in progress.
    ///
    /// A flat bar stands where the last one closed, price and spread, and has no volume, no ticks and no mean spread. It
    /// is available when its period ends.
    ///
    /// # Errors
    /// [`FillError::TooMany`], before any of them is made.
    pub fn fill(&self, series: &BarSeries, until: Option<UnixNanos>) -> Result<BarSeries, FillError> {
        let mut room = self.most.saturating_sub(series.len());
        for (_, gap) in gaps(series, until) {
            let added = self.periods(gap).take(room.saturating_add(1)).count();
            room = room.checked_sub(added).ok_or(FillError::TooMany { most: self.most })?;
        }
        let mut filled = BarSeries::default();
        for (bar, gap) in gaps(series, until) {
            filled.push(bar);
            self.periods(gap).for_each(|period| filled.push(flat(&bar.bar, period)));
        }
        filled.is_forming = series.is_forming;
        Ok(filled)
    }

    fn periods(&self, gap: TimeRange) -> Periods<'_> {
        Periods { fill: self, walk: self.calendar.as_ref().map(Calendar::walk), gap }
    }
}

/// Every bar with the time between its end and the next one, which may be none.
fn gaps(
    series: &BarSeries,
    until: Option<UnixNanos>,
) -> impl Iterator<Item = (CompletedBar, TimeRange)> + '_ {
    let until = until.filter(|_| !series.is_forming).unwrap_or(UnixNanos::MIN);
    let starts = series.bars.open_time.iter().skip(1).map(|&time| UnixNanos::new(time));
    series
        .iter()
        .zip(starts.chain([until]))
        .map(|(bar, end)| (bar, TimeRange { start: bar.available_at, end }))
}

fn flat(before: &Bar, period: TimeRange) -> CompletedBar {
    let (price, spread) = (before.close, before.spread.close);
    let bar = Bar {
        open_time: period.start,
        open: price,
        high: price,
        low: price,
        close: price,
        volume: 0.0,
        ticks: 0,
        spread: Spread { min: spread, max: spread, close: spread, sum: 0.0 },
    };
    CompletedBar { bar, available_at: period.end }
}

/// The whole periods of a gap in which the market is open at some moment.
struct Periods<'a> {
    fill: &'a FlatFill,
    walk: Option<Walk>,
    /// What is left of it.
    gap: TimeRange,
}

impl Iterator for Periods<'_> {
    type Item = TimeRange;

    fn next(&mut self) -> Option<TimeRange> {
        while self.gap.start < self.gap.end {
            let period = self.fill.days.bounds(self.fill.timeframe, self.gap.start);
            let opens = self.walk.as_mut().map_or(period.start, |walk| first_open(walk, period.start));
            if period.end > self.gap.end {
                break;
            }
            // The next period to look at is the one in which the market opens again.
            self.gap.start = period.end.max(opens);
            if opens < period.end {
                return Some(period);
            }
        }
        None
    }
}

/// The first moment from `time` on at which the market is open; the end of time if it never is.
fn first_open(walk: &mut Walk, time: UnixNanos) -> UnixNanos {
    let mut span = walk.span(time);
    let mut opens = time;
    while !span.phase.is_open() && span.range.end < UnixNanos::MAX {
        opens = span.range.end;
        span = walk.span(opens);
    }
    if span.phase.is_open() { opens } else { UnixNanos::MAX }
}
