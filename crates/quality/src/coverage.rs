//! What came of what could be expected of a symbol, hour by hour or day by day.

use tickloom_bars::gaps::{Coverage, GapRules};
use tickloom_model::{NANOS_PER_DAY, Symbol, TimeRange, Timeframe};
use tickloom_store::Store;

use crate::{
    QualityError,
    survey::{Question, extent, survey},
};

/// The most periods that one answer has: over a hundred years of hours.
pub const MOST_PERIODS: u64 = 1_000_000;

/// The periods by which coverage is counted, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CoverageBy {
    /// UTC hours.
    Hour,
    /// UTC days.
    Day,
}

impl CoverageBy {
    /// The timeframe of these periods.
    #[must_use]
    pub const fn timeframe(self) -> Timeframe {
        match self {
            Self::Hour => Timeframe::H1,
            Self::Day => Timeframe::D1,
        }
    }

    const fn length(self) -> i64 {
        match self {
            Self::Hour => NANOS_PER_DAY / 24,
            Self::Day => NANOS_PER_DAY,
        }
    }
}

impl std::str::FromStr for CoverageBy {
    type Err = QualityError;

    fn from_str(text: &str) -> Result<Self, QualityError> {
        match text {
            "hour" => Ok(Self::Hour),
            "day" => Ok(Self::Day),
            _ => Err(QualityError::InvalidPeriod { found: text.into() }),
        }
    }
}

/// Counts what is stored of a symbol, period by period and without a break, oldest first.
///
/// Where ticks are expected, what is usual, what is read and what `stop` does is as in [`gaps`](crate::gaps); a period is judged by the gaps
/// that touch it.
///
/// # Errors
/// As [`gaps`](crate::gaps), and [`QualityError::RangeTooLong`] for more than [`MOST_PERIODS`].
pub fn coverage(
    store: &Store,
    symbol: &Symbol,
    range: TimeRange,
    by: CoverageBy,
    rules: &GapRules,
    stop: impl FnMut() -> bool,
) -> Result<Vec<Coverage>, QualityError> {
    let question = Question { symbol, range, rules, periods: Some(by.timeframe()) };
    check_length(extent(store, &question)?, by)?;
    Ok(survey(store, &question, stop)?.coverage)
}

fn check_length(range: TimeRange, by: CoverageBy) -> Result<(), QualityError> {
    let periods = range.start.as_i64().abs_diff(range.end.as_i64()) / by.length().unsigned_abs();
    if periods > MOST_PERIODS { Err(QualityError::RangeTooLong { periods }) } else { Ok(()) }
}
