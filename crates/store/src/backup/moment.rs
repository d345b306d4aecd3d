//! The store as it is at one moment, held while it is copied and while others go on changing it.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::RwLockWriteGuard,
    sync::atomic::{AtomicU64, Ordering},
};

use super::manifest::{REPORTS, TICKS, is_plain};
use crate::{
    Store, StoreError, catalogue,
    clean::folders,
    home::{Home, create_dir},
    index::file_stamp,
    partition::{FileHash, PartitionInfo},
};

/// A file of this moment.
pub(super) struct Source {
    /// Its place in a backup, with `/` between names.
    pub(super) path: String,
    /// Where its bytes are found for as long as the moment is held.
    pub(super) held_at: PathBuf,
    pub(super) bytes: u64,
    pub(super) modified_ns: i64,
    /// What its bytes were when they were written, where that is known.
    pub(super) hash: Option<FileHash>,
}

/// The store as it was.
pub(super) struct Moment<'store> {
    pub(super) catalogue: catalogue::Moment<'store>,
    pub(super) files: Vec<Source>,
    /// Second names of the files; removed at the end.
    folder: PathBuf,
    /// Where a file system knows no second names, nobody changes a file until all are copied.
    _unchanged: Option<RwLockWriteGuard<'store, ()>>,
}

impl Drop for Moment<'_> {
    fn drop(&mut self) {
        // What stays is cleared at the next open.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Store {
    /// Holds the store as it is now; imports wait only while names are given.
    pub(super) fn moment(&self) -> Result<Moment<'_>, StoreError> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let home = self.inner.home();
        let folder = home.staging().join(format!("moment-{}", NEXT.fetch_add(1, Ordering::Relaxed)));
        create_dir(&folder)?;
        let unchanged = self.inner.keeping_files();
        let catalogue = self.catalogue().moment()?;
        let mut files: Vec<Source> =
            self.index().values().map(|info| tick_file(home, info)).chain(self.finished_reports()?).collect();
        let unchanged = hold(&mut files, &folder)?.then_some(unchanged);
        Ok(Moment { catalogue, files, folder, _unchanged: unchanged })
    }

    /// Files of imports that write no more.
    fn finished_reports(&self) -> Result<Vec<Source>, StoreError> {
        let running = self.catalogue().running_imports()?;
        let mut sources = Vec::new();
        for (import_id, folder) in folders(&self.inner.home().reports())? {
            if is_plain(&import_id) && !running.contains(&import_id) {
                sources.extend(report_files(&import_id, &folder)?);
            }
        }
        Ok(sources)
    }
}

fn tick_file(home: &Home, info: &PartitionInfo) -> Source {
    let PartitionInfo { key, file_bytes, modified_ns, file_hash, .. } = info;
    Source {
        path: format!("{TICKS}/symbol={}/date={}/{}", key.symbol, key.day, Home::TICK_FILE),
        held_at: home.partition(key),
        bytes: *file_bytes,
        modified_ns: *modified_ns,
        hash: Some(*file_hash),
    }
}

fn report_files(import_id: &str, folder: &Path) -> Result<Vec<Source>, StoreError> {
    let mut sources = Vec::new();
    let failed = |error| StoreError::io("listing", folder, error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let Some(name) = entry.file_name().to_str().filter(|name| is_plain(name)).map(str::to_owned) else {
            continue;
        };
        if entry.file_type().map_err(failed)?.is_file() {
            let (bytes, modified_ns) = file_stamp(&entry.path())?;
            let path = format!("{REPORTS}/{import_id}/{name}");
            sources.push(Source { path, held_at: entry.path(), bytes, modified_ns, hash: None });
        }
    }
    Ok(sources)
}

/// Gives every file a second name, under which it stays when another takes its place. Tells whether there are none on this
/// file system; then files must not change.
fn hold(files: &mut [Source], folder: &Path) -> Result<bool, StoreError> {
    for (number, file) in files.iter_mut().enumerate() {
        let held_at = folder.join(number.to_string());
        match fs::hard_link(&file.held_at, &held_at) {
            Ok(()) => file.held_at = held_at,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let (path, reason) = (file.held_at.clone(), "the file is gone".to_owned());
                return Err(StoreError::PartitionDamaged { path, reason });
            }
            Err(_) => return Ok(true),
        }
    }
    Ok(false)
}
