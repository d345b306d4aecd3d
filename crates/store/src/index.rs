//! Which partitions there are, found by looking at the folders.

use std::{
    fs,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use tickloom_model::NANOS_PER_SECOND;

use crate::{StoreError, clock::now, home::Home, partition::PartitionKey};

/// What follows the name of a file that was put aside; the second it was done in comes after it.
pub(crate) const DAMAGED: &str = ".damaged-";

/// A tick file as the file system shows it; nothing of it is read.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) key: PartitionKey,
    pub(crate) bytes: u64,
    pub(crate) modified_ns: i64,
}

/// The tick files of a home.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// Every one that lies where one belongs.
    pub(crate) partitions: Vec<Found>,
    /// Damaged ones that were put aside, with the partition that they were.
    pub(crate) put_aside: Vec<(PartitionKey, PathBuf)>,
}

/// Looks for tick files.
pub(crate) fn scan(home: &Home) -> Result<Files, StoreError> {
    let mut files = Files::default();
    for (symbol_folder, symbol_path) in entries(&home.ticks())? {
        for (date_folder, date_path) in entries(&symbol_path)? {
            let Some(key) = Home::key_of(&symbol_folder, &date_folder) else { continue };
            for (name, path) in entries(&date_path)? {
                if name == Home::TICK_FILE {
                    let (bytes, modified_ns) = file_stamp(&path)?;
                    files.partitions.push(Found { key: key.clone(), bytes, modified_ns });
                } else if name.starts_with(Home::TICK_FILE) {
                    files.put_aside.push((key.clone(), path));
                }
            }
        }
    }
    Ok(files)
}

/// A file's size, and its time of writing in nanoseconds since the UNIX epoch.
pub(crate) fn file_stamp(path: &Path) -> Result<(u64, i64), StoreError> {
    let failed = |error| StoreError::io("looking at", path, error);
    let metadata = fs::metadata(path).map_err(failed)?;
    let modified = metadata.modified().map_err(failed)?;
    let since_epoch = modified.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok((metadata.len(), i64::try_from(since_epoch.as_nanos()).unwrap_or(i64::MAX)))
}

/// Gives a damaged file another name beside its own, under which nothing reads it; returns that name.
pub(crate) fn put_aside(path: &Path) -> Result<PathBuf, StoreError> {
    let seconds = now().as_i64() / NANOS_PER_SECOND;
    let name = |number: i64| {
        let mut name = path.file_name().unwrap_or_default().to_os_string();
        name.push(format!("{DAMAGED}{}", seconds + number));
        path.with_file_name(name)
    };
    // One that was put aside within the same second is not written over.
    let aside = (0..).map(name).find(|aside| !aside.exists()).unwrap_or_else(|| name(0));
    fs::rename(path, &aside).map_err(|error| StoreError::io("putting aside", path, error))?;
    Ok(aside)
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
