//! Which partitions there are, found by looking at the folders.

use std::{
    fs,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use crate::{StoreError, home::Home, partition::PartitionKey};

/// A tick file as the file system shows it; nothing of it is read.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) key: PartitionKey,
    pub(crate) bytes: u64,
    pub(crate) modified_ns: i64,
}

/// Every tick file that lies where one belongs.
pub(crate) fn scan(home: &Home) -> Result<Vec<Found>, StoreError> {
    let mut found = Vec::new();
    for (symbol_folder, symbol_path) in entries(&home.ticks())? {
        for (date_folder, date_path) in entries(&symbol_path)? {
            let Some(key) = Home::key_of(&symbol_folder, &date_folder) else { continue };
            let path = date_path.join(Home::tick_file_name());
            if path.is_file() {
                let (bytes, modified_ns) = file_stamp(&path)?;
                found.push(Found { key, bytes, modified_ns });
            }
        }
    }
    Ok(found)
}

/// A file's size, and its time of writing in nanoseconds since the UNIX epoch.
pub(crate) fn file_stamp(path: &Path) -> Result<(u64, i64), StoreError> {
    let failed = |error| StoreError::io("looking at", path, error);
    let metadata = fs::metadata(path).map_err(failed)?;
    let modified = metadata.modified().map_err(failed)?;
    let since_epoch = modified.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok((metadata.len(), i64::try_from(since_epoch.as_nanos()).unwrap_or(i64::MAX)))
}

fn entries(folder: &Path) -> Result<Vec<(String, PathBuf)>, StoreError> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let failed = |error| StoreError::io("listing", folder, error);
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        // Names that are not Unicode are none of ours.
        if let Ok(name) = entry.file_name().into_string() {
            entries.push((name, entry.path()));
        }
    }
    Ok(entries)
}
