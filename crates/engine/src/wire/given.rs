//! Paths, lengths of time and sources out of parameters.

use std::{path::PathBuf, time::Duration};

use tickloom_formats::csv::{Dialect, ReadOptions, Zone};
use tickloom_importer::{BytesFile, Mixed};
use tickloom_ipc::Failure;
use tickloom_protocol::methods::work::Source;
use tickloom_store::ForeignTable;

use super::{errors::failed, words::word};

/// Parameters that make no sense together.
pub(crate) fn bad_params(reason: impl Into<String>) -> Failure {
    Failure::new("protocol.bad_params", reason)
}

/// A path of the engine's machine. What it is relative to, nobody could say.
pub(crate) fn path(text: &str) -> Result<PathBuf, Failure> {
    let path = PathBuf::from(text);
    if path.is_absolute() { Ok(path) } else { Err(bad_params(format!("{text:?} is no absolute path"))) }
}

/// Seconds, of which none are too many.
pub(crate) fn seconds(seconds: f64) -> Result<Duration, Failure> {
    if seconds.is_nan() || seconds < 0.0 {
        return Err(bad_params(format!("{seconds} is no number of seconds: 0 or more are")));
    }
    Ok(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))
}

/// How CSV files are to be read.
pub(crate) fn reading(
    dialect: Option<&str>,
    zone: Option<&str>,
    swap_sides: Option<bool>,
) -> Result<ReadOptions, Failure> {
    let dialect = dialect.map(Dialect::named).transpose().map_err(failed)?;
    let zone = zone.map(word::<Zone>).transpose()?;
    Ok(ReadOptions { dialect, zone, swap: swap_sides.unwrap_or_default(), ..ReadOptions::default() })
}

/// What is imported from.
pub(crate) enum Offered {
    /// Files, folders, archives and bytes.
    Files(Mixed),
    /// One table, and what it is called.
    Table(ForeignTable, String),
}

/// What clients name as sources: one table, or any number of the others.
pub(crate) fn sources(sources: Vec<Source>) -> Result<Offered, Failure> {
    let (mut paths, mut in_memory, mut tables) = (Vec::new(), Vec::new(), Vec::new());
    for Source { path: place, name, bytes, table } in sources {
        match (place, name, bytes, table) {
            (Some(place), None, None, None) => paths.push(path(&place)?),
            (None, Some(name), Some(bytes), None) => in_memory.push(BytesFile::new(name, bytes.into_vec())),
            (None, name, None, Some(table)) => tables.push((table.into_vec(), name)),
            _ => return Err(bad_params("a source is a path, or bytes with a name, or a table")),
        }
    }
    let alone = paths.is_empty() && in_memory.is_empty();
    match tables.pop() {
        None if alone => Err(bad_params("nothing is named as a source")),
        None => Ok(Offered::Files(Mixed::new(&paths, in_memory).map_err(failed)?)),
        Some((bytes, name)) if alone && tables.is_empty() => {
            let table = ForeignTable::arrow(std::io::Cursor::new(bytes)).map_err(failed)?;
            Ok(Offered::Table(table, name.unwrap_or_else(|| "a table".into())))
        }
        Some(_) => Err(bad_params("a table is imported alone")),
    }
}
