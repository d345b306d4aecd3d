//! Files and names that survive a loss of power: what is written is synced, and so are the folders that name it.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

use crate::{StoreError, home::create_dir};

/// Writes aside, makes it durable, renames, makes the rename durable. The file at `path` is the old one or the new one, never less.
pub(crate) fn write_atomically(staging: &Path, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let aside = staging.join(format!("{}.part", NEXT.fetch_add(1, Ordering::Relaxed)));
    let outcome = write_durably(&aside, bytes)
        .map_err(|error| StoreError::io("writing", path, error))
        .and_then(|()| put_in_place(&aside, path));
    if outcome.is_err() {
        // The first error is the one to tell; what stays is cleared at the next open.
        let _ = fs::remove_file(&aside);
    }
    outcome
}

/// Writes a file and syncs it; its name is not durable yet.
pub(crate) fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn put_in_place(aside: &Path, path: &Path) -> Result<(), StoreError> {
    let folder = path.parent().unwrap_or(path);
    let is_new = !folder.is_dir();
    create_dir(folder)?;
    fs::rename(aside, path).map_err(|error| StoreError::io("putting in place", path, error))?;
    sync_folders(folder.ancestors().take(if is_new { 3 } else { 1 }))
}

/// Makes the names in these folders durable.
pub(crate) fn sync_folders<'a>(mut folders: impl Iterator<Item = &'a Path>) -> Result<(), StoreError> {
    folders
        .try_for_each(|folder| sync_folder(folder).map_err(|error| StoreError::io("syncing", folder, error)))
}

/// Makes the names in a folder durable.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows cannot sync a folder; NTFS journals the rename itself.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
