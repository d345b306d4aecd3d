//! A partition's bytes without its home, for the fuzzer alone: elsewhere ticks are read by way of a store.

use std::path::Path;

use tickloom_model::{Digits, Ticks, UnixNanos};

use crate::{
    ContentHash, PartitionKey,
    partition::{Columns, PartitionFile, PartitionMetadata, encode, inspect},
};

/// The bytes that a store would write for ticks of a day.
///
/// # Errors
/// What the encoder says.
pub fn written(key: PartitionKey, digits: Digits, ticks: &Ticks) -> Result<Vec<u8>, String> {
    let end = |time: Option<&i64>| UnixNanos::new(time.copied().unwrap_or_default());
    let (first, last) = (end(ticks.timestamp.first()), end(ticks.timestamp.last()));
    let content_hash = ContentHash::of(ticks, digits);
    let count = ticks.len() as u64;
    let metadata =
        PartitionMetadata { key, digits, ticks: count, first, last, content_hash, sources: Vec::new() };
    encode(ticks, &metadata).map_err(|error| error.to_string())
}

/// How many ticks a partition's bytes claim to hold; none if they are no partition.
#[must_use]
pub fn claimed(bytes: &[u8]) -> Option<u64> {
    PartitionFile::of(bytes.to_vec()).ok().map(|file| file.metadata().ticks)
}

/// The ticks of a partition's bytes.
///
/// # Errors
/// What is wrong with the bytes.
pub fn read(bytes: &[u8]) -> Result<Ticks, String> {
    let file = PartitionFile::of(bytes.to_vec())?;
    file.ticks(Path::new("ticks.parquet"), Columns::ALL).map_err(|error| error.to_string())
}

/// The hash by which a partition's bytes are found whole, as a store looks at its files; it is that of their ticks.
///
/// # Errors
/// What is wrong with the bytes.
pub fn examine(bytes: &[u8], key: &PartitionKey) -> Result<(Digits, ContentHash), String> {
    let metadata = inspect(Path::new("ticks.parquet"), bytes.to_vec(), key)?;
    Ok((metadata.digits, metadata.content_hash))
}

/// The hash of ticks.
#[must_use]
pub fn hash(ticks: &Ticks, digits: Digits) -> ContentHash {
    ContentHash::of(ticks, digits)
}
