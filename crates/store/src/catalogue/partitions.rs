//! The table of partitions.

use duckdb::{Connection, params, types::Value};
use tickloom_model::{Digits, UnixNanos, UtcDay};

use super::{keys, minutes};
use crate::partition::{PartitionInfo, PartitionKey};

pub(super) fn list(connection: &Connection) -> duckdb::Result<Vec<PartitionInfo>> {
    let mut statement = connection.prepare(
        "SELECT symbol, date - DATE '1970-01-01', digits, ticks, first_time, last_time, content_hash, file_bytes, modified_ns, file_hash
         FROM partitions",
    )?;
    let rows = statement.query_map([], |row| {
        let symbol: String = row.get(0)?;
        let days: i64 = row.get(1)?;
        let digits: u8 = row.get(2)?;
        let (hash, file_hash): (String, Option<String>) = (row.get(6)?, row.get(9)?);
        Ok((|| {
            let day = UtcDay::from_days_since_epoch(i32::try_from(days).ok()?);
            Some(PartitionInfo {
                key: PartitionKey { symbol: symbol.parse().ok()?, day },
                digits: Digits::new(digits.into()).ok()?,
                ticks: row.get(3).ok()?,
                first: UnixNanos::new(row.get(4).ok()?),
                last: UnixNanos::new(row.get(5).ok()?),
                content_hash: hash.parse().ok()?,
                file_hash: file_hash?.parse().ok()?,
                file_bytes: row.get(7).ok()?,
                modified_ns: row.get(8).ok()?,
            })
        })())
    })?;
    // A row that makes no sense is left out, and so repaired from its file.
    rows.filter_map(Result::transpose).collect()
}

/// Replaces what is known of these partitions.
pub(super) fn record(connection: &Connection, partitions: &[PartitionInfo]) -> duckdb::Result<()> {
    forget(connection, partitions.iter().map(|partition| &partition.key))?;
    let mut appender = connection.appender("partitions")?;
    for partition in partitions {
        appender.append_row(params![
            partition.key.symbol.as_str(),
            Value::Date32(partition.key.day.days_since_epoch()),
            partition.digits.get(),
            partition.ticks,
            partition.first.as_i64(),
            partition.last.as_i64(),
            partition.content_hash.to_string(),
            partition.file_bytes,
            partition.modified_ns,
            partition.file_hash.to_string(),
        ])?;
    }
    appender.flush()
}

/// Forgets the partitions, and the bars that were built of them.
pub(super) fn forget<'a>(
    connection: &Connection,
    keys: impl Iterator<Item = &'a PartitionKey> + Clone,
) -> duckdb::Result<usize> {
    minutes::forget(connection, keys.clone(), "%")?;
    keys::delete(connection, "partitions", keys)
}
