//! What is asked of stored bars.

use tickloom_ipc::Failure;
use tickloom_model::{BarKind, DayRule, Side, UnixNanos};
use tickloom_protocol::methods::bars::{AlignQuery, BarsQuery};
use tickloom_store::{BarQuery, BarTable};

use super::words::{range, word, word_or};

/// The question of `bars.range`, if every word of it means something.
pub(crate) fn query(asked: &BarsQuery) -> Result<BarQuery, Failure> {
    Ok(BarQuery {
        range: range(asked.start, asked.end)?,
        day: word_or(asked.day.as_deref(), DayRule::Utc)?,
        fill: asked.fill.as_deref().map(word).transpose()?,
        as_of: asked.as_of.map(UnixNanos::new),
        forming: asked.forming.unwrap_or_default(),
        detail: asked.detail.unwrap_or_default(),
        ..BarQuery::new(
            word(&asked.symbol)?,
            &kinds(&asked.timeframes)?,
            word_or(asked.side.as_deref(), Side::Bid)?,
        )
    })
}

/// The question of `bars.align`.
pub(crate) fn align_query(asked: AlignQuery) -> Result<BarQuery, Failure> {
    let AlignQuery { symbol, timeframes, start, end, side, day, as_of, forming } = asked;
    query(&BarsQuery { symbol, timeframes, start, end, side, day, fill: None, as_of, forming, detail: None })
}

/// Decimals of the prices of a table: a half point takes one more.
pub(crate) fn price_digits(table: &BarTable) -> u32 {
    let of_half_points = u32::from(table.side.units_per_point() > 1);
    u32::from(table.digits.get()) + of_half_points
}

fn kinds(timeframes: &[String]) -> Result<Vec<BarKind>, Failure> {
    timeframes.iter().map(|timeframe| word(timeframe)).collect()
}
