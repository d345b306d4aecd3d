//! What a partition says of itself: key-value pairs in the file's footer, from which the catalogue can be rebuilt.

use parquet::file::metadata::KeyValue;
use tickloom_model::{Digits, UnixNanos};

use super::{ContentHash, FileHash, PartitionInfo, PartitionKey};
use crate::merge::RULES;

/// A source that gave ticks to a partition.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SourceRecord {
    /// Its name, relative to what was imported.
    pub name: String,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub hash: String,
    /// Its size.
    pub bytes: u64,
    /// How it was read: `bi5`, or the CSV dialect.
    pub format: String,
    /// How many ticks it offered to this partition, repeats included.
    pub ticks: u64,
}

/// Everything a partition says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PartitionMetadata {
    pub(crate) key: PartitionKey,
    pub(crate) digits: Digits,
    pub(crate) ticks: u64,
    pub(crate) first: UnixNanos,
    pub(crate) last: UnixNanos,
    pub(crate) content_hash: ContentHash,
    pub(crate) sources: Vec<SourceRecord>,
}

const WRITER: &str = concat!("tickloom ", env!("CARGO_PKG_VERSION"));

impl PartitionMetadata {
    /// What the catalogue keeps of it, with the hash of its bytes, its size and its time of writing.
    pub(crate) fn to_info(
        &self,
        file_hash: FileHash,
        (file_bytes, modified_ns): (u64, i64),
    ) -> PartitionInfo {
        PartitionInfo {
            key: self.key.clone(),
            digits: self.digits,
            ticks: self.ticks,
            first: self.first,
            last: self.last,
            content_hash: self.content_hash,
            file_hash,
            file_bytes,
            modified_ns,
        }
    }

    pub(crate) fn to_key_values(&self) -> Vec<KeyValue> {
        let sources = serde_json::to_string(&self.sources).unwrap_or_else(|_| "[]".into());
        [
            ("tickloom.symbol", self.key.symbol.to_string()),
            ("tickloom.date", self.key.day.to_string()),
            ("tickloom.digits", self.digits.get().to_string()),
            ("tickloom.ticks", self.ticks.to_string()),
            ("tickloom.first", self.first.as_i64().to_string()),
            ("tickloom.last", self.last.as_i64().to_string()),
            ("tickloom.content_hash", self.content_hash.to_string()),
            ("tickloom.sources", sources),
            ("tickloom.rules", RULES.to_string()),
            ("tickloom.writer", WRITER.into()),
        ]
        .into_iter()
        .map(|(key, value)| KeyValue::new(key.to_owned(), value))
        .collect()
    }

    /// Reads them back; `Err` names the pair that is missing or makes no sense.
    pub(crate) fn from_key_values(pairs: &[KeyValue]) -> Result<Self, String> {
        let text = |key: &str| -> Result<&str, String> {
            let pair = pairs.iter().find(|pair| pair.key == key);
            pair.and_then(|pair| pair.value.as_deref()).ok_or_else(|| format!("its footer has no {key}"))
        };
        fn parsed<T: std::str::FromStr>(key: &str, text: &str) -> Result<T, String> {
            text.parse().map_err(|_| format!("its footer says {key} = {text:?}"))
        }
        let number = |key: &str| text(key).and_then(|text| parsed::<i64>(key, text));
        let digits = parsed::<u64>("tickloom.digits", text("tickloom.digits")?)?;
        Ok(Self {
            key: PartitionKey {
                symbol: parsed("tickloom.symbol", text("tickloom.symbol")?)?,
                day: parsed("tickloom.date", text("tickloom.date")?)?,
            },
            digits: Digits::new(digits).map_err(|error| error.to_string())?,
            ticks: parsed("tickloom.ticks", text("tickloom.ticks")?)?,
            first: UnixNanos::new(number("tickloom.first")?),
            last: UnixNanos::new(number("tickloom.last")?),
            content_hash: parsed("tickloom.content_hash", text("tickloom.content_hash")?)?,
            sources: serde_json::from_str(text("tickloom.sources")?)
                .map_err(|error| format!("its footer's sources are not readable: {error}"))?,
        })
    }
}

/// Stored and new sources, each once, in the order in which they came.
pub(crate) fn unite_sources(stored: Vec<SourceRecord>, incoming: &[SourceRecord]) -> Vec<SourceRecord> {
    let mut united = stored;
    for source in incoming {
        match united.iter_mut().find(|known| known.hash == source.hash && known.name == source.name) {
            Some(known) => known.ticks = known.ticks.max(source.ticks),
            None => united.push(source.clone()),
        }
    }
    united
}
