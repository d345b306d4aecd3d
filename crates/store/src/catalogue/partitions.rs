//! The table of partitions, and how it is brought in line with the files.

use std::{collections::BTreeMap, path::PathBuf};

use duckdb::{Connection, params, types::Value};
use rayon::prelude::*;
use tickloom_model::{Digits, UnixNanos, UtcDay};

use crate::{
    StoreError,
    home::Home,
    index::{Files, Found, file_stamp, put_aside, scan},
    partition::{PartitionFile, PartitionInfo, PartitionKey},
};

use super::Catalogue;

pub(super) fn list(connection: &Connection) -> duckdb::Result<Vec<PartitionInfo>> {
    let mut statement = connection.prepare(
        "SELECT symbol, date - DATE '1970-01-01', digits, ticks, first_time, last_time, content_hash, file_bytes, modified_ns
         FROM partitions",
    )?;
    let rows = statement.query_map([], |row| {
        let symbol: String = row.get(0)?;
        let days: i64 = row.get(1)?;
        let digits: u8 = row.get(2)?;
        let hash: String = row.get(6)?;
        Ok((|| {
            let day = UtcDay::from_days_since_epoch(i32::try_from(days).ok()?);
            Some(PartitionInfo {
                key: PartitionKey { symbol: symbol.parse().ok()?, day },
                digits: Digits::new(digits.into()).ok()?,
                ticks: row.get(3).ok()?,
                first: UnixNanos::new(row.get(4).ok()?),
                last: UnixNanos::new(row.get(5).ok()?),
                content_hash: hash.parse().ok()?,
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
        ])?;
    }
    appender.flush()
}

/// One statement for any number of partitions; no symbol holds a comma or a space.
fn forget<'a>(
    connection: &Connection,
    keys: impl Iterator<Item = &'a PartitionKey>,
) -> duckdb::Result<usize> {
    let keys = keys.map(ToString::to_string).collect::<Vec<_>>().join(",");
    connection.execute(
        "DELETE FROM partitions WHERE concat(symbol, ' ', date) IN (SELECT unnest(string_split(?, ',')))",
        [keys],
    )
}

/// What a look at the files found, beside what the catalogue said.
pub(crate) struct Reconciled {
    pub(crate) partitions: BTreeMap<PartitionKey, PartitionInfo>,
    /// Files that were no readable partition and are put aside now, with the reason.
    pub(crate) damaged: Vec<(PathBuf, String)>,
    /// How many entries of the catalogue were added, corrected or removed.
    pub(crate) repaired: usize,
}

/// Brings the catalogue in line with the files: a file that it does not know, or knows with another size or time of writing, is
/// read; an entry without a file is removed. A file that is damaged is put aside, so that the rest can be queried.
pub(crate) fn reconcile(catalogue: &Catalogue, home: &Home) -> Result<Reconciled, StoreError> {
    let known: BTreeMap<_, _> =
        catalogue.partitions()?.into_iter().map(|partition| (partition.key.clone(), partition)).collect();
    let Files { partitions: files, put_aside: aside } = scan(home)?;
    let is_known = |file: &&Found| {
        known
            .get(&file.key)
            .is_some_and(|entry| (entry.file_bytes, entry.modified_ns) == (file.bytes, file.modified_ns))
    };
    let (unchanged, changed): (Vec<&Found>, Vec<&Found>) = files.iter().partition(is_known);
    let read: Vec<_> = changed.par_iter().map(|file| describe(home, file)).collect();

    let mut partitions: BTreeMap<PartitionKey, PartitionInfo> = unchanged
        .iter()
        .filter_map(|file| known.get_key_value(&file.key))
        .map(|(key, entry)| (key.clone(), entry.clone()))
        .collect();
    let mut damaged: Vec<_> =
        aside.into_iter().map(|path| (path, "it was put aside before".to_owned())).collect();
    let mut corrected = Vec::new();
    for outcome in read {
        match outcome {
            Ok(info) => corrected.push(info),
            Err(StoreError::PartitionDamaged { path, reason }) => damaged.push((put_aside(&path)?, reason)),
            Err(error) => return Err(error),
        }
    }
    let vanished: Vec<_> = known.keys().filter(|key| !partitions.contains_key(*key)).cloned().collect();
    let repaired = corrected.len()
        + vanished.iter().filter(|key| !corrected.iter().any(|info| info.key == **key)).count();
    if repaired > 0 {
        catalogue.write("repairing", |connection| {
            forget(connection, vanished.iter())?;
            record(connection, &corrected)
        })?;
    }
    partitions.extend(corrected.into_iter().map(|info| (info.key.clone(), info)));
    Ok(Reconciled { partitions, damaged, repaired })
}

fn describe(home: &Home, file: &Found) -> Result<PartitionInfo, StoreError> {
    let path = home.partition(&file.key);
    let opened = PartitionFile::open(&path)?;
    let metadata = opened.metadata();
    if metadata.key != file.key {
        let reason = format!("it holds {} and lies where {} belongs", metadata.key, file.key);
        return Err(StoreError::PartitionDamaged { path, reason });
    }
    let (file_bytes, modified_ns) = file_stamp(&path)?;
    Ok(metadata.to_info(file_bytes, modified_ns))
}
