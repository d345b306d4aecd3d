//! One immutable Parquet file per symbol and UTC day: what is in it and what it says of itself.

mod decode;
mod deltas;
mod dictionary;
mod encode;
mod file_hash;
mod hash;
mod inspect;
mod metadata;
mod numbers;
mod pages;
#[cfg(test)]
mod tests;
mod unit;

use tickloom_model::{Digits, Symbol, UnixNanos, UtcDay};

pub(crate) use decode::{Columns, MOST_TICKS, PartitionFile};
pub(crate) use encode::encode;
pub use file_hash::FileHash;
pub use hash::ContentHash;
pub(crate) use inspect::inspect;
pub use metadata::SourceRecord;
pub(crate) use metadata::{PartitionMetadata, unite_sources};

/// Which partition: a symbol's ticks of one UTC day.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartitionKey {
    /// The symbol.
    pub symbol: Symbol,
    /// The day.
    pub day: UtcDay,
}

impl std::fmt::Display for PartitionKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {}", self.symbol, self.day)
    }
}

/// A stored partition as the catalogue knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionInfo {
    /// Which one.
    pub key: PartitionKey,
    /// Decimals of its prices.
    pub digits: Digits,
    /// How many ticks.
    pub ticks: u64,
    /// The first tick's time.
    pub first: UnixNanos,
    /// The last tick's time.
    pub last: UnixNanos,
    /// Hash over the ticks, whatever file they came from.
    pub content_hash: ContentHash,
    /// Hash of the file's bytes as they were written.
    pub file_hash: FileHash,
    /// Size of the file.
    pub file_bytes: u64,
    /// When the file was written, by the file system's clock, in nanoseconds since the UNIX epoch. With the size it tells
    /// whether the catalogue still speaks of the same file.
    pub modified_ns: i64,
}
