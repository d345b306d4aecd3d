//! A tick file read to its last tick: whether it is what its footer and its place say.

use std::path::Path;

use tickloom_model::{Ticks, UnixNanos};

use super::{Columns, ContentHash, PartitionFile, PartitionKey, PartitionMetadata};

/// Decodes everything and holds it against what the file says of itself; `Err` says what does not fit.
pub(crate) fn inspect(path: &Path, bytes: Vec<u8>, key: &PartitionKey) -> Result<PartitionMetadata, String> {
    let file = PartitionFile::of(bytes)?;
    let metadata = file.metadata().clone();
    if metadata.key != *key {
        return Err(format!("it holds {} and lies where {key} belongs", metadata.key));
    }
    let ticks = file.ticks(path, Columns::ALL).map_err(|error| error.to_string())?;
    if ContentHash::of(&ticks, metadata.digits) != metadata.content_hash {
        return Err("its ticks are not those that its footer names".into());
    }
    check_order(&ticks, &metadata)?;
    Ok(metadata)
}

fn check_order(ticks: &Ticks, metadata: &PartitionMetadata) -> Result<(), String> {
    let ends = (ticks.timestamp.first().copied(), ticks.timestamp.last().copied());
    if ends != (Some(metadata.first.as_i64()), Some(metadata.last.as_i64())) {
        return Err("its first and last tick are not those that its footer names".into());
    }
    if !ticks.is_sorted() {
        return Err("its ticks are not in the order of their times".into());
    }
    let day = metadata.key.day.range();
    if ends.0.is_some_and(|first| !day.contains(UnixNanos::new(first))) || !day.contains(metadata.last) {
        return Err("it holds ticks of another day".into());
    }
    Ok(())
}
