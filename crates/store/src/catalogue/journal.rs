//! The table of sources whose every tick is stored, trusted only while all days that they gave ticks to are as imports left them.

use duckdb::{Connection, params, types::Value};
use tickloom_model::{Symbol, UtcDay};

use super::keys::key_list;
use crate::partition::PartitionKey;

/// A source that was read to its end without a refused row, and whose ticks are all stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedSource {
    /// Whose ticks it was read for.
    pub symbol: Symbol,
    /// Its name in reports.
    pub name: String,
    /// BLAKE3 of its bytes, or of the archive that holds it, in hexadecimal.
    pub hash: String,
    /// Its size.
    pub bytes: u64,
    /// A name for where it lay, how long it was, when it was written and how it was read; none if that is not known.
    pub by_stamp: Option<String>,
    /// A name for its bytes and how they were read.
    pub by_content: String,
    /// Its ticks, repeats included.
    pub ticks: u64,
    /// The first and the last UTC day that it gave ticks to; none if it held no tick.
    pub days: Option<(UtcDay, UtcDay)>,
    /// The import that read it.
    pub import_id: String,
}

pub(super) fn list(connection: &Connection, symbol: &Symbol) -> duckdb::Result<Vec<ImportedSource>> {
    let mut statement = connection.prepare(
        "SELECT name, hash, bytes, by_stamp, by_content, ticks, first_date - DATE '1970-01-01',
                last_date - DATE '1970-01-01', import_id
         FROM import_sources WHERE symbol = ?",
    )?;
    let rows = statement.query_map([symbol.as_str()], |row| {
        Ok(ImportedSource {
            symbol: symbol.clone(),
            name: row.get(0)?,
            hash: row.get(1)?,
            bytes: row.get(2)?,
            by_stamp: row.get(3)?,
            by_content: row.get(4)?,
            ticks: row.get(5)?,
            days: day(row.get(6)?).zip(day(row.get(7)?)),
            import_id: row.get(8)?,
        })
    })?;
    rows.collect()
}

fn day(days_since_epoch: Option<i64>) -> Option<UtcDay> {
    i32::try_from(days_since_epoch?).ok().map(UtcDay::from_days_since_epoch)
}

/// Replaces what is known of these sources.
pub(super) fn record(connection: &Connection, sources: &[ImportedSource]) -> duckdb::Result<()> {
    if sources.is_empty() {
        return Ok(());
    }
    let names = sources.iter().map(|source| source.by_content.as_str()).collect::<Vec<_>>().join(",");
    connection.execute(
        "DELETE FROM import_sources WHERE by_content IN (SELECT unnest(string_split(?, ',')))",
        [names],
    )?;
    let mut appender = connection.appender("import_sources")?;
    for source in sources {
        let date = |day: UtcDay| Value::Date32(day.days_since_epoch());
        appender.append_row(params![
            source.symbol.as_str(),
            source.name,
            source.hash,
            source.bytes,
            source.by_stamp,
            source.by_content,
            source.ticks,
            source.days.map(|days| date(days.0)),
            source.days.map(|days| date(days.1)),
            source.import_id,
        ])?;
    }
    appender.flush()
}

/// Trusts no source any more that may have given ticks to one of these days: somebody else changed it, or it is gone.
pub(super) fn distrust<'a>(
    connection: &Connection,
    keys: impl Iterator<Item = &'a PartitionKey>,
) -> duckdb::Result<()> {
    let keys = key_list(keys);
    if keys.is_empty() {
        return Ok(());
    }
    connection
        .execute(
            "DELETE FROM import_sources USING (
                 SELECT split_part(key, ' ', 1) AS symbol, CAST(split_part(key, ' ', 2) AS DATE) AS date
                 FROM (SELECT unnest(string_split(?, ',')) AS key)
             ) AS changed
             WHERE import_sources.symbol = changed.symbol
               AND changed.date BETWEEN import_sources.first_date AND import_sources.last_date",
            [keys],
        )
        .map(drop)
}
