//! Where a backup may be written: a new or empty folder apart from the store.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::manifest::{CATALOGUE, REPORTS, TICKS};
use crate::{StoreError, home::create_dir};

/// Makes the folder if needed, and resolves its path.
pub(super) fn prepare(folder: &Path, home: &Path) -> Result<PathBuf, StoreError> {
    let invalid = |reason| StoreError::BackupFolderInvalid { folder: folder.into(), reason };
    if folder.exists() && !folder.is_dir() {
        return Err(invalid("it is a file"));
    }
    let absolute = std::path::absolute(folder).map_err(|error| StoreError::io("resolving", folder, error))?;
    // One that would lie in the home is not even made.
    if nearest(&absolute).starts_with(home.canonicalize().unwrap_or_else(|_| home.into())) {
        return Err(invalid("it lies in the store"));
    }
    create_dir(folder)?;
    let mut entries = fs::read_dir(folder).map_err(|error| StoreError::io("listing", folder, error))?;
    if entries.next().is_some() {
        return Err(invalid("it is not empty (what is left of a backup that was killed may be deleted)"));
    }
    Ok(absolute)
}

/// Removes what was written to a folder that was empty.
pub(super) fn clear(folder: &Path) {
    // The failure that led here is the one to tell.
    let _ = fs::remove_dir_all(folder.join(TICKS));
    let _ = fs::remove_dir_all(folder.join(REPORTS));
    for name in [CATALOGUE, "catalogue.duckdb.wal", "backup.json.part"] {
        let _ = fs::remove_file(folder.join(name));
    }
}

/// The part of a path that is there, with its links followed.
fn nearest(path: &Path) -> PathBuf {
    path.ancestors().find_map(|part| part.canonicalize().ok()).unwrap_or_else(|| path.into())
}
