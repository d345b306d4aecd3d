//! Bars of periods without ticks, wherever a read starts: the first of them stand where a bar before the range closed.

use tickloom_bars::{BarSeries, Days, FlatFill};
use tickloom_model::{BarKind, Timeframe, UnixNanos};

use super::reading::Reading;
use crate::{Store, StoreError};

/// The series with a flat bar for each period of the range that ended before everything was known.
pub(super) fn filled(
    mut series: BarSeries,
    kind: BarKind,
    reading: &Reading<'_>,
    store: &Store,
) -> Result<BarSeries, StoreError> {
    let Reading { query, days, known, .. } = reading;
    let fill = FlatFill::new(kind, days, Some(&store.calendar(&query.symbol)?))?;
    if let Some(timeframe) = kind.timeframe() {
        begin(&mut series, days, timeframe, query.range.start);
        let end = days.bounds(timeframe, query.range.last_moment()).end;
        return Ok(fill.fill(&series, Some(end.min(*known)))?);
    }
    Ok(series)
}

/// Leaves one bar before the range, and takes it to end where the range begins: years of silence before it need no bars.
fn begin(series: &mut BarSeries, days: &Days, timeframe: Timeframe, start: UnixNanos) {
    let before = series.bars.open_time.partition_point(|&open| open < start.as_i64());
    let Some(last) = before.checked_sub(1) else { return };
    series.bars.keep(last..series.bars.len());
    series.available_at.drain(..last);
    let begins = days.bounds(timeframe, start).start.as_i64();
    if let Some(end) = series.available_at.first_mut() {
        *end = begins.max(*end);
    }
}
