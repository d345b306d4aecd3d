//! A name for the bytes of one tick file, by which any changed bit of it is noticed.

use std::{fmt, str::FromStr};

/// BLAKE3 of a tick file's bytes as they were written. The same ticks may lie in other bytes; what they are is told by
/// [`ContentHash`](super::ContentHash).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct FileHash(blake3::Hash);

impl FileHash {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(blake3::hash(bytes))
    }
}

impl fmt::Display for FileHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.to_hex())
    }
}

impl fmt::Debug for FileHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "FileHash({self})")
    }
}

impl FromStr for FileHash {
    type Err = blake3::HexError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        blake3::Hash::from_hex(text).map(Self)
    }
}
