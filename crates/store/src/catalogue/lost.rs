//! The table of lost partitions: a day that was stored is not silently forgotten when its file vanishes or is damaged.

use std::path::PathBuf;

use duckdb::{Connection, params, types::Value};
use tickloom_model::{UnixNanos, UtcDay};

use super::keys;
use crate::partition::{ContentHash, PartitionInfo, PartitionKey};

/// How a partition was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LossReason {
    /// Its file is gone.
    Missing,
    /// Its file could not be read and was put aside.
    Damaged,
}

impl LossReason {
    /// The name, as in the table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Damaged => "damaged",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::Missing, Self::Damaged].into_iter().find(|reason| reason.name() == name)
    }
}

/// A day that was stored and is not any more, until it is stored again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostPartition {
    /// Which one.
    pub key: PartitionKey,
    /// How many ticks it held; none if only its damaged file tells of it.
    pub ticks: Option<u64>,
    /// Hash over its ticks, if known.
    pub content_hash: Option<ContentHash>,
    /// How it was lost.
    pub reason: LossReason,
    /// The damaged file under the name by which it was put aside.
    pub path: Option<PathBuf>,
    /// When it was noticed.
    pub noticed: UnixNanos,
}

impl LostPartition {
    /// The loss of a partition of which the catalogue may know something.
    pub(crate) fn new(
        key: PartitionKey,
        known: Option<&PartitionInfo>,
        path: Option<PathBuf>,
        noticed: UnixNanos,
    ) -> Self {
        let reason = if path.is_some() { LossReason::Damaged } else { LossReason::Missing };
        let (ticks, content_hash) = (known.map(|info| info.ticks), known.map(|info| info.content_hash));
        Self { key, ticks, content_hash, reason, path, noticed }
    }
}

pub(super) fn list(connection: &Connection) -> duckdb::Result<Vec<LostPartition>> {
    let mut statement = connection.prepare(
        "SELECT symbol, date - DATE '1970-01-01', ticks, content_hash, reason, path, noticed
         FROM lost_partitions ORDER BY symbol, date",
    )?;
    let rows = statement.query_map([], |row| {
        let (symbol, days): (String, i64) = (row.get(0)?, row.get(1)?);
        let (hash, reason, path): (Option<String>, String, Option<String>) =
            (row.get(3)?, row.get(4)?, row.get(5)?);
        let (ticks, noticed) = (row.get(2)?, row.get(6)?);
        Ok((|| {
            let day = UtcDay::from_days_since_epoch(i32::try_from(days).ok()?);
            Some(LostPartition {
                key: PartitionKey { symbol: symbol.parse().ok()?, day },
                ticks,
                content_hash: hash.and_then(|hash| hash.parse().ok()),
                reason: LossReason::named(&reason)?,
                path: path.map(PathBuf::from),
                noticed: UnixNanos::new(noticed),
            })
        })())
    })?;
    rows.filter_map(Result::transpose).collect()
}

/// Replaces what is known of these losses.
pub(super) fn add(connection: &Connection, lost: &[LostPartition]) -> duckdb::Result<()> {
    forget(connection, lost.iter().map(|lost| &lost.key))?;
    let mut appender = connection.appender("lost_partitions")?;
    for lost in lost {
        appender.append_row(params![
            lost.key.symbol.as_str(),
            Value::Date32(lost.key.day.days_since_epoch()),
            lost.ticks,
            lost.content_hash.map(|hash| hash.to_string()),
            lost.reason.name(),
            lost.path.as_ref().map(|path| path.display().to_string()),
            lost.noticed.as_i64(),
        ])?;
    }
    appender.flush()
}

/// What is stored again is lost no more.
pub(super) fn forget<'a>(
    connection: &Connection,
    keys: impl Iterator<Item = &'a PartitionKey>,
) -> duckdb::Result<usize> {
    keys::delete(connection, "lost_partitions", keys)
}
