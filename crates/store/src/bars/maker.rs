//! What makes the bars of one kind out of days that are read one after the other.

use tickloom_bars::{BarBuilder, BarSeries, KindBuilder};
use tickloom_model::{BarKind, Bars, Ticks, Timeframe, UnixNanos, UtcDay};

use super::reading::Reading;
use crate::{ContentHash, catalogue::DayOfMinutes};

/// A day as it was read.
#[derive(Default)]
pub(super) struct ReadDay {
    /// Its bars of a timeframe of which all that were asked for are made.
    pub(super) bars: Bars,
    /// Its ticks, if they are needed.
    pub(super) ticks: Ticks,
    /// The day, and the hash of its ticks, if its bars are minutes that were built just now.
    pub(super) built_of: Option<(UtcDay, ContentHash)>,
}

impl ReadDay {
    /// What is worth keeping of it.
    pub(super) fn into_minutes(self) -> Option<DayOfMinutes> {
        let minutes = self.bars;
        self.built_of.map(|(day, content_hash)| DayOfMinutes { day, content_hash, minutes })
    }
}

/// The bars of one kind, from days in order.
pub(super) enum Maker {
    /// Bars of time are made of shorter ones, which were built of many days at once.
    Time(Timeframe, BarBuilder),
    Other(KindBuilder),
}

impl Maker {
    pub(super) fn new(kind: BarKind, reading: &Reading<'_>) -> Self {
        let (side, days) = (reading.query.side, &reading.days);
        match kind.timeframe() {
            Some(timeframe) => Self::Time(timeframe, BarBuilder::with_days(timeframe, side, days.clone())),
            None => Self::Other(KindBuilder::new(kind, side, days)),
        }
    }

    pub(super) fn add(&mut self, day: &ReadDay) {
        match self {
            Self::Time(_, builder) => builder.push_bars(&day.bars),
            Self::Other(builder) => builder.push_ticks(&day.ticks),
        }
    }

    /// All bars, the last in progress unless it was over when everything was known.
    pub(super) fn finish(self, reading: &Reading<'_>) -> BarSeries {
        match self {
            Self::Time(timeframe, builder) => of_time(builder.finish(), timeframe, reading),
            Self::Other(mut builder) => {
                builder.advance(reading.end);
                builder.finish()
            }
        }
    }
}

fn of_time(bars: Bars, timeframe: Timeframe, reading: &Reading<'_>) -> BarSeries {
    let end = |&open: &i64| reading.days.bounds(timeframe, UnixNanos::new(open)).end.as_i64();
    let available_at: Vec<i64> = bars.open_time.iter().map(end).collect();
    let is_forming = available_at.last().is_some_and(|&last| last > reading.known.as_i64());
    BarSeries { bars, available_at, is_forming }
}
