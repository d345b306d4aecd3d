//! What can be wrong with a question about quality: one enum, each variant with a stable code.

use tickloom_model::Symbol;
use tickloom_store::StoreError;

use crate::{Month, coverage::MOST_PERIODS};

/// A question that has no answer. The text says what was found and what to try.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QualityError {
    /// Not a period of coverage.
    #[error("{found:?} is no period: use hour or day")]
    InvalidPeriod {
        /// The text as given.
        found: String,
    },
    /// More periods than one answer has.
    #[error(
        "{periods} periods are too many, {MOST_PERIODS} are possible: ask for a shorter range, or by day"
    )]
    RangeTooLong {
        /// How many there would be.
        periods: u64,
    },
    /// Not a class of gaps.
    #[error("{found:?} is no class of gaps: use closed, holiday, quiet or suspicious")]
    InvalidClass {
        /// The text as given.
        found: String,
    },
    /// Not a month.
    #[error("{found:?} is no month: use a year and a month, such as 2019-02, between 1677-10 and 2262-03")]
    InvalidMonth {
        /// The text as given.
        found: String,
    },
    /// A month without a tick.
    #[error("{symbol} has no ticks in {month}, and so no passport: import that month first")]
    NoTicks {
        /// The symbol.
        symbol: Symbol,
        /// The month.
        month: Month,
    },
    /// The store could not say.
    #[error(transparent)]
    Store(#[from] StoreError),
}

tickloom_model::error_codes! { QualityError {
    InvalidPeriod => "coverage.period_invalid",
    RangeTooLong => "coverage.range_too_long",
    InvalidClass => "gaps.class_invalid",
    InvalidMonth => "passport.month_invalid",
    NoTicks => "passport.no_ticks";
    Self::Store(error) => error.code(),
} }
