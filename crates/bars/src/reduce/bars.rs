//! Bars put together, so that a chart has no more of them than it has room for.

use tickloom_model::{Bar, Bars, TimeRange};

use super::buckets::Buckets;
use crate::ColumnError;

/// One bar for each of `width` buckets over a range that holds any: it opens when and where the first of them does, closes
/// where the last does, and has the highest high, the lowest low and all volume, ticks and spread.
///
/// Bars lie in the bucket of their open time; those outside the range are left out.
///
/// # Errors
/// [`ColumnError::NoWidth`].
pub fn reduce_bars(bars: &Bars, range: TimeRange, width: usize) -> Result<Bars, ColumnError> {
    Ok(Buckets::new(&bars.open_time, range, width)?.filter_map(|bucket| together(bars, bucket)).collect())
}

fn together(bars: &Bars, positions: std::ops::Range<usize>) -> Option<Bar> {
    positions.map(|position| bars.get(position)).reduce(|bar, later| bar.followed_by(&later))
}
