//! A place that ticks come from: a file, or a member of an archive.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use tickloom_model::UnixNanos;
use tickloom_store::SourceRecord;

/// A source, found but not yet read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    /// For reports: relative to what was asked for.
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) kind: Kind,
    /// Its size, of a member before compression.
    pub(crate) bytes: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    File(PathBuf),
    Member { archive: PathBuf, index: usize },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Bi5 { hour: UnixNanos },
    Csv,
}

/// What a partition remembers of a source.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    pub(crate) name: String,
    pub(crate) hash: String,
    pub(crate) bytes: u64,
    pub(crate) format: &'static str,
}

impl Identity {
    pub(crate) fn record(&self, ticks: u64) -> SourceRecord {
        SourceRecord {
            name: self.name.clone(),
            hash: self.hash.clone(),
            bytes: self.bytes,
            format: self.format.into(),
            ticks,
        }
    }
}

/// The hash of a whole file; of an archive for its members.
pub(crate) fn hash_file(path: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(hasher.finalize().to_hex().to_string())
}

pub(crate) fn hash_bytes(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// Appends up to `most` bytes of a reader; fewer only at its end.
pub(crate) fn fill(reader: &mut dyn Read, most: usize, buffer: &mut Vec<u8>) -> io::Result<usize> {
    buffer.reserve(most);
    reader.take(most as u64).read_to_end(buffer)
}
