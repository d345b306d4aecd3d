//! Minutes of days that were built before, in the table `bars_cache`: each row with the hash of the ticks it was made of.
//!
//! What users keep in that table is never touched: rows of ours are marked as built.

use std::{iter, sync::Arc};

use arrow::{
    array::{
        ArrayRef, AsArray, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray, UInt32Array,
    },
    datatypes::{Float64Type, Int64Type, UInt32Type},
};
use duckdb::{Connection, params};
use tickloom_model::{Bars, NANOS_PER_DAY, Side, Spreads, Symbol, TimeRange, UnixNanos, UtcDay};

use super::keys::key_list;
use crate::{
    arrow_table::named,
    partition::{ContentHash, PartitionKey},
};

/// How many rows of ours there may be: about 1 GB, a hundred years of minutes.
pub(super) const MAX_ROWS: u64 = 40_000_000;

/// The minutes of one day.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DayOfMinutes {
    pub(crate) day: UtcDay,
    /// Of the ticks that they were made of.
    pub(crate) content_hash: ContentHash,
    pub(crate) minutes: Bars,
}

/// Every day of a range of which minutes are there, in no order.
pub(super) fn list(
    connection: &Connection,
    symbol: &Symbol,
    side: Side,
    range: TimeRange,
) -> duckdb::Result<Vec<DayOfMinutes>> {
    // Rows of a day were added at once and stay in that order, so none need be sorted.
    let mut statement = connection.prepare(
        "SELECT open_time, open, high, low, close, volume, ticks, spread_min, spread_max, spread_close, spread_sum, content_hash
         FROM bars_cache WHERE built AND symbol = ? AND side = ? AND open_time >= ? AND open_time < ?",
    )?;
    let (start, end) = (range.start.as_i64(), range.end.as_i64());
    let rows = statement.query_arrow(params![symbol.as_str(), side.name(), start, end])?;
    Ok(rows.flat_map(|batch| days_of(&batch)).fold(Vec::new(), joined))
}

/// Batches end anywhere in a day.
fn joined(mut days: Vec<DayOfMinutes>, next: DayOfMinutes) -> Vec<DayOfMinutes> {
    match days.last_mut().filter(|last| (last.day, last.content_hash) == (next.day, next.content_hash)) {
        Some(last) => last.minutes.append(&next.minutes),
        None => days.push(next),
    }
    days
}

fn days_of(batch: &RecordBatch) -> Vec<DayOfMinutes> {
    let times = batch.column(0).as_primitive::<Int64Type>().values();
    let hashes = batch.column(11).as_string::<i32>();
    let day = |row: usize| (times[row].div_euclid(NANOS_PER_DAY), hashes.value(row));
    let mut days = Vec::new();
    let mut start = 0;
    while start < times.len() {
        let length = (start..times.len()).take_while(|&row| day(row) == day(start)).count();
        if let Ok(content_hash) = hashes.value(start).parse() {
            let minutes = bars_of(&batch.slice(start, length));
            days.push(DayOfMinutes { day: UtcDay::of(UnixNanos::new(times[start])), content_hash, minutes });
        }
        start += length;
    }
    days
}

fn bars_of(batch: &RecordBatch) -> Bars {
    let integers = |column: usize| batch.column(column).as_primitive::<Int64Type>().values().to_vec();
    let floats = |column: usize| batch.column(column).as_primitive::<Float64Type>().values().to_vec();
    Bars {
        open_time: integers(0),
        open: integers(1),
        high: integers(2),
        low: integers(3),
        close: integers(4),
        volume: floats(5),
        ticks: batch.column(6).as_primitive::<UInt32Type>().values().to_vec(),
        spread: Spreads { min: integers(7), max: integers(8), close: integers(9), sum: floats(10) },
    }
}

/// Replaces what there is of these days, unless there would be too much of all.
pub(super) fn replace(
    connection: &Connection,
    symbol: &Symbol,
    side: Side,
    days: &[DayOfMinutes],
) -> duckdb::Result<()> {
    let keys: Vec<PartitionKey> = days.iter().map(|day| day.key(symbol)).collect();
    forget(connection, keys.iter(), side.name())?;
    let rows: u64 = days.iter().map(|day| day.minutes.len() as u64).sum();
    if count(connection)? + rows > MAX_ROWS {
        return Ok(());
    }
    let mut appender = connection.appender("bars_cache")?;
    for day in days {
        appender.append_record_batch(batch_of(symbol, side, day))?;
    }
    appender.flush()
}

/// Removes what there is of these days, of one side or, if that is `%`, of all.
pub(super) fn forget<'a>(
    connection: &Connection,
    keys: impl Iterator<Item = &'a PartitionKey> + Clone,
    side: &str,
) -> duckdb::Result<()> {
    let days = keys.clone().map(|key| key.day);
    let (Some(first), Some(last)) = (days.clone().min(), days.max()) else { return Ok(()) };
    // The range lets the engine skip most rows without a look at them.
    connection
        .execute(
            "DELETE FROM bars_cache WHERE built AND open_time >= ? AND open_time < ? AND side LIKE ?
               AND concat(symbol, ' ', make_timestamp_ns(open_time)::DATE) IN (SELECT unnest(string_split(?, ',')))",
            params![first.start().as_i64(), last.next().start().as_i64(), side, key_list(keys)],
        )
        .map(drop)
}

/// Removes all; returns how many there were.
pub(super) fn clear(connection: &Connection) -> duckdb::Result<u64> {
    connection.execute("DELETE FROM bars_cache WHERE built", []).map(|rows| rows as u64)
}

/// How many minutes there are of all days, symbols and sides.
pub(super) fn count(connection: &Connection) -> duckdb::Result<u64> {
    connection.query_row("SELECT count(*) FROM bars_cache WHERE built", [], |row| row.get(0))
}

impl DayOfMinutes {
    /// Whose they are.
    pub(crate) fn key(&self, symbol: &Symbol) -> PartitionKey {
        PartitionKey { symbol: symbol.clone(), day: self.day }
    }
}

/// The rows of a day in the order of the table's columns.
fn batch_of(symbol: &Symbol, side: Side, day: &DayOfMinutes) -> RecordBatch {
    let Bars { open_time, open, high, low, close, volume, ticks, spread } = &day.minutes;
    let text = |value: &str| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(iter::repeat_n(value, open_time.len())))
    };
    let integers = |column: &Vec<i64>| -> ArrayRef { Arc::new(Int64Array::from(column.clone())) };
    let floats = |column: &Vec<f64>| -> ArrayRef { Arc::new(Float64Array::from(column.clone())) };
    named(vec![
        ("symbol", text(symbol.as_str())),
        ("timeframe", text("1m")),
        ("side", text(side.name())),
        ("open_time", integers(open_time)),
        ("open", integers(open)),
        ("high", integers(high)),
        ("low", integers(low)),
        ("close", integers(close)),
        ("volume", floats(volume)),
        ("ticks", Arc::new(UInt32Array::from(ticks.clone()))),
        ("content_hash", text(&day.content_hash.to_string())),
        ("built", Arc::new(BooleanArray::from(vec![true; open_time.len()]))),
        ("spread_min", integers(&spread.min)),
        ("spread_max", integers(&spread.max)),
        ("spread_close", integers(&spread.close)),
        ("spread_sum", floats(&spread.sum)),
    ])
}
