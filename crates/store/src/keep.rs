//! The file of a day that an import changes is kept as it was, until somebody cleans up.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use tickloom_model::UtcDay;

use crate::{
    PartitionKey, StoreError,
    durable::{sync_folders, write_durably},
    home::{Home, create_dir},
};

/// A stored day that an import changed, and where the file of before is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// The day.
    pub day: UtcDay,
    /// Ticks that it held.
    pub ticks_before: u64,
    /// Ticks that it holds now.
    pub ticks_after: u64,
    /// Ticks that were new.
    pub added: u64,
    /// The file of before.
    pub kept_at: PathBuf,
}

/// Gives the file of a stored day a second name under the import that is about to replace it; after this returns the name
/// survives a loss of power.
pub(crate) fn keep(home: &Home, import_id: &str, key: &PartitionKey) -> Result<PathBuf, StoreError> {
    let (stored, kept) = (home.partition(key), home.replaced_partition(import_id, key));
    let folder = kept.parent().unwrap_or(&kept);
    let is_new = !folder.is_dir();
    create_dir(folder)?;
    match fs::hard_link(&stored, &kept) {
        Ok(()) => {}
        // What lies there is older, and so what the import found.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(kept),
        Err(_) => copy(&home.staging(), &stored, &kept)?,
    }
    sync_folders(folder.ancestors().take(if is_new { 4 } else { 1 }))?;
    Ok(kept)
}

/// For file systems without second names.
fn copy(staging: &Path, stored: &Path, kept: &Path) -> Result<(), StoreError> {
    let failed = |error| StoreError::io("keeping", stored, error);
    let aside = staging.join(format!("kept-{}", blake3::hash(kept.as_os_str().as_encoded_bytes()).to_hex()));
    let bytes = fs::read(stored).map_err(failed)?;
    write_durably(&aside, &bytes).and_then(|()| fs::rename(&aside, kept)).map_err(|error| {
        // The first error is the one to tell; what stays is cleared at the next open.
        let _ = fs::remove_file(&aside);
        failed(error)
    })
}
