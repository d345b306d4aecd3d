//! What came of what could be expected, hour by hour or day by day.

use std::fmt;

use tickloom_model::{TimeRange, UnixNanos};

/// What came in one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// The period.
    pub range: TimeRange,
    /// How many ticks.
    pub ticks: u64,
    /// When the first came, if any.
    pub first: Option<UnixNanos>,
    /// When the last came, if any.
    pub last: Option<UnixNanos>,
    /// For how many seconds of the period the market was open.
    pub open_seconds: u64,
    /// The longest stretch of open time without a tick, in nanoseconds, as far as it lies in the period.
    pub longest_silence: i64,
    /// What to think of it.
    pub class: CoverageClass,
}

/// What to think of a period, from the least to the most worrying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CoverageClass {
    /// The market was open, and no gap worth mentioning touches the period.
    Full,
    /// The market was closed all through, as in any week.
    Closed,
    /// The market was closed all through, and open in a week without holidays; or silent all through an optional holiday.
    Holiday,
    /// A quiet gap touches the period.
    Quiet,
    /// A suspicious gap touches the period.
    Suspicious,
}

impl CoverageClass {
    /// The name, as everywhere in Tickloom.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Closed => "closed",
            Self::Holiday => "holiday",
            Self::Quiet => "quiet",
            Self::Suspicious => "suspicious",
        }
    }
}

impl fmt::Display for CoverageClass {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}
