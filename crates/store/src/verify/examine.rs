//! One stored file held against what is known of it.

use std::{fs, io, path::Path};

use super::{Problem, ProblemKind};
use crate::{
    PartitionInfo, PartitionKey, Store,
    commit::Claim,
    partition::{FileHash, PartitionMetadata, inspect},
};

/// A file that is longer than was written by more than this is not read to see what else it is.
const MOST_MORE_BYTES: u64 = 16 << 20;

/// Looks at partitions one at a time; while one is looked at, nobody changes it.
pub(super) struct Examiner<'store> {
    store: &'store Store,
}

impl<'store> Examiner<'store> {
    pub(super) const fn new(store: &'store Store) -> Self {
        Self { store }
    }

    /// What is wrong with a stored partition, if anything is.
    pub(super) fn problem(&self, key: &PartitionKey) -> Option<Problem> {
        let _claim = Claim::take(&self.store.inner, key.clone());
        // It may have been stored anew since the list was made.
        let info = self.store.index().get(key).cloned()?;
        let path = self.store.inner.home().partition(key);
        examine(&path, &info).err().map(|(kind, found)| of_day(key, kind, &path, found))
    }

    /// A tick file that is in its place but was not stored.
    pub(super) fn unknown(&self, key: &PartitionKey) -> Option<Problem> {
        let _claim = Claim::take(&self.store.inner, key.clone());
        if self.store.index().contains_key(key) {
            return None;
        }
        let path = self.store.inner.home().partition(key);
        let found = "nobody stored it: it came here while the store was open".to_owned();
        path.exists().then(|| of_day(key, ProblemKind::Unknown, &path, found))
    }
}

fn of_day(key: &PartitionKey, kind: ProblemKind, path: &Path, found: String) -> Problem {
    Problem { kind, symbol: Some(key.symbol.clone()), day: Some(key.day), path: path.into(), found }
}

type Wrong = (ProblemKind, String);

fn examine(path: &Path, info: &PartitionInfo) -> Result<(), Wrong> {
    let length = fs::metadata(path).map_err(unreadable)?.len();
    if length > info.file_bytes.saturating_add(MOST_MORE_BYTES) {
        let found = format!("it is {length} bytes long, {} were written", info.file_bytes);
        return Err((ProblemKind::Damaged, found));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    let is_as_written = FileHash::of(&bytes) == info.file_hash;
    let metadata = inspect(path, bytes, &info.key).map_err(|reason| (ProblemKind::Damaged, reason))?;
    check_agreement(&metadata, info)?;
    if is_as_written {
        return Ok(());
    }
    Err((ProblemKind::Altered, "its bytes are not those that were written, though its ticks are".into()))
}

fn check_agreement(metadata: &PartitionMetadata, info: &PartitionInfo) -> Result<(), Wrong> {
    let of_file = (metadata.content_hash, metadata.digits, metadata.ticks, metadata.first, metadata.last);
    if of_file == (info.content_hash, info.digits, info.ticks, info.first, info.last) {
        return Ok(());
    }
    let found = format!("it holds {} ticks, not the {} that were stored", metadata.ticks, info.ticks);
    Err((ProblemKind::Disagrees, found))
}

fn unreadable(error: io::Error) -> Wrong {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            (ProblemKind::Missing, "the file is gone".into())
        }
        _ => (ProblemKind::Unreadable, error.to_string()),
    }
}
