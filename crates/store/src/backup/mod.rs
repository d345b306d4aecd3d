//! Copies of a whole store: [`Store::backup`] makes one while the store is in use, [`restore`] puts one in its place,
//! [`Store::restore_at_next_open`] begins to while it is in use.
//!
//! A backup is laid out as a home, its manifest `backup.json` beside. The manifest is written last and holds the hash of every file
//! and of itself: whatever interrupts a backup, what is left is never taken for one.

mod copy;
mod manifest;
mod moment;
mod place;
mod restore;
mod swap;

use std::{
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use tickloom_model::UnixNanos;
use tracing::info;

use crate::{Store, StoreError, clock::now, durable::sync_folders, index::file_stamp, threads};
use manifest::{CATALOGUE, Entry, Manifest};
use moment::Source;
pub use restore::{RestoreReport, restore};
pub(crate) use swap::finish as finish_restore;

/// A moment of a running backup or restoration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyProgress {
    /// Files copied and read again.
    pub files_done: u64,
    /// Files to copy.
    pub files_total: u64,
    /// Bytes copied.
    pub bytes_done: u64,
    /// Bytes to copy.
    pub bytes_total: u64,
    /// Since the start.
    pub elapsed: Duration,
}

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupReport {
    /// Where it lies, as an absolute path.
    pub folder: PathBuf,
    /// The moment that it is of.
    pub taken: UnixNanos,
    /// Files in it, without its manifest.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// How long it took.
    pub elapsed: Duration,
}

impl Store {
    /// Copies the store to a new or empty folder: ticks, catalogue and reports as they all are when this begins, whatever is read,
    /// imported and changed meanwhile.
    ///
    /// Every file is held against the hash with which it was stored, made durable, and read again. Files that are kept for caution
    /// only, and downloads, stay behind. `goes_on` is called on this thread about ten times a second and once at the end; `false`
    /// ends the backup, of which nothing is left then. What a kill leaves holds no `backup.json`, and may be deleted.
    ///
    /// # Errors
    /// [`StoreError::BackupFolderInvalid`], [`StoreError::PartitionDamaged`] if a stored file is not what was written,
    /// [`StoreError::CopyDiffers`], [`StoreError::Interrupted`], or a failure of the file system or the catalogue.
    pub fn backup(
        &self,
        folder: &Path,
        goes_on: &mut dyn FnMut(&CopyProgress) -> bool,
    ) -> Result<BackupReport, StoreError> {
        let started = Instant::now();
        let folder = place::prepare(folder, self.home())?;
        self.write_backup(folder.clone(), started, goes_on).inspect_err(|_| place::clear(&folder))
    }

    fn write_backup(
        &self,
        folder: PathBuf,
        started: Instant,
        goes_on: &mut dyn FnMut(&CopyProgress) -> bool,
    ) -> Result<BackupReport, StoreError> {
        let moment = self.moment()?;
        let taken = now();
        let catalogue = folder.join(CATALOGUE);
        let mut copying = Copying::new(started, &moment.files);
        moment.catalogue.write_to(&catalogue, &mut || goes_on(&copying.progress()))?;
        let entry = entry_of(&catalogue)?;
        copying.add(&entry);
        let found = Mutex::new(vec![entry]);
        let keep = |source: &Source| {
            let entry = copy_source(source, &folder)?;
            copying.done(&entry);
            found.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
            Ok(())
        };
        threads::each(&moment.files, keep, &mut || goes_on(&copying.progress()))?;
        let mut files = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        files.sort_by(|left, right| left.path.cmp(&right.path));
        sync_folders(std::iter::once(folder.as_path()))?;
        Manifest::new(taken, files).write(&folder)?;
        let CopyProgress { files_done: files, bytes_done: bytes, elapsed, .. } = copying.progress();
        info!(path = %folder.display(), files, bytes, seconds = elapsed.as_secs_f64(), "backup written");
        Ok(BackupReport { folder, taken, files, bytes, elapsed })
    }
}

/// A file that was made in the folder of a backup.
fn entry_of(catalogue: &Path) -> Result<Entry, StoreError> {
    let (bytes, modified_ns) = file_stamp(catalogue)?;
    let hash = copy::hash_of(catalogue)?.to_string();
    Ok(Entry { path: CATALOGUE.into(), bytes, hash, modified_ns })
}

/// Copies a file of the store and holds it against what was written.
fn copy_source(source: &Source, folder: &Path) -> Result<Entry, StoreError> {
    let Source { path, held_at, bytes, modified_ns, hash } = source;
    let mut entry =
        Entry { path: path.clone(), bytes: *bytes, hash: String::new(), modified_ns: *modified_ns };
    let Some(to) = entry.place_in(folder) else {
        return Err(StoreError::CopyDiffers { what: path.clone() });
    };
    entry.hash = copy::copy(held_at, &to, u64::MAX, *modified_ns)?.to_string();
    match hash {
        Some(hash) if hash.to_string() != entry.hash => {
            let reason = "its bytes are not those that were written".to_owned();
            Err(StoreError::PartitionDamaged { path: path.into(), reason })
        }
        _ => Ok(entry),
    }
}

/// How far copying is, counted by all threads.
struct Copying {
    started: Instant,
    files_total: u64,
    bytes_total: u64,
    files_done: AtomicU64,
    bytes_done: AtomicU64,
}

impl Copying {
    fn of(started: Instant, sizes: impl ExactSizeIterator<Item = u64>) -> Self {
        let files_total = sizes.len() as u64;
        let (files_done, bytes_done) = (0.into(), 0.into());
        Self { started, files_total, bytes_total: sizes.sum(), files_done, bytes_done }
    }

    fn new(started: Instant, files: &[Source]) -> Self {
        Self::of(started, files.iter().map(|file| file.bytes))
    }

    /// A file that was not counted before.
    fn add(&mut self, entry: &Entry) {
        self.files_total += 1;
        self.bytes_total += entry.bytes;
        self.done(entry);
    }

    fn done(&self, entry: &Entry) {
        self.files_done.fetch_add(1, Ordering::Relaxed);
        self.bytes_done.fetch_add(entry.bytes, Ordering::Relaxed);
    }

    fn progress(&self) -> CopyProgress {
        CopyProgress {
            files_done: self.files_done.load(Ordering::Relaxed),
            files_total: self.files_total,
            bytes_done: self.bytes_done.load(Ordering::Relaxed),
            bytes_total: self.bytes_total,
            elapsed: self.started.elapsed(),
        }
    }
}
