//! Words and ranges of time out of parameters.

use std::str::FromStr;

use tickloom_ipc::Failure;
use tickloom_model::{TimeRange, UnixNanos, UtcDay};
use tickloom_protocol::methods::common::DayList;

use super::errors::{Coded, failed};

/// A word of the core: a symbol, a timeframe, a side.
pub(crate) fn word<W: FromStr<Err: Coded>>(text: &str) -> Result<W, Failure> {
    text.parse().map_err(failed)
}

/// The same of a word that may be missing.
pub(crate) fn word_or<W: FromStr<Err: Coded>>(text: Option<&str>, usual: W) -> Result<W, Failure> {
    text.map_or(Ok(usual), word)
}

/// Half-open; without its ends, all of time.
pub(crate) fn range(start: Option<i64>, end: Option<i64>) -> Result<TimeRange, Failure> {
    let TimeRange { start: first, end: last } = TimeRange::ALL;
    TimeRange::new(start.map_or(first, UnixNanos::new), end.map_or(last, UnixNanos::new)).map_err(failed)
}

/// Days as they travel.
pub(crate) fn days(days: &[UtcDay]) -> DayList {
    DayList { days: days.iter().map(ToString::to_string).collect() }
}
