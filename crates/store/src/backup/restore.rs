//! A backup read, held against its manifest, and put in the place of a store that nobody has open.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use tickloom_model::{NANOS_PER_SECOND, UnixNanos};
use tracing::info;

use super::{
    CopyProgress, Copying, copy,
    manifest::{CATALOGUE, Entry, Manifest, REPORTS, TICKS},
    swap,
};
use crate::{
    Store, StoreError,
    catalogue::{known_schema, schema_of},
    clock::now,
    durable::sync_folders,
    home::{Home, create_dir},
    lock::Ownership,
    store::clear_staging,
    threads,
};

/// A store that was brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreReport {
    /// The moment that it is of.
    pub taken: UnixNanos,
    /// Files that were copied.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Where the store of before is kept, or will be; missing if there was none.
    pub before: Option<PathBuf>,
    /// How long it took.
    pub elapsed: Duration,
}

/// Puts a backup in the place of the store in a folder, which is kept beside it, or makes a store of it where there was none.
///
/// Nobody may have the store open. Until all of the backup is copied, durable and held against its manifest, the store is as it
/// was; afterwards it is the backup's, whoever is killed when. `goes_on` is called on this thread about ten times a second and when
/// all is there; `false` ends the restoration, and the store is as it was.
///
/// # Errors
/// [`StoreError::BackupIncomplete`], [`StoreError::CatalogueNewer`] if a later version wrote it, [`StoreError::Owned`],
/// [`StoreError::HomeInvalid`], [`StoreError::CopyDiffers`], [`StoreError::Interrupted`], or a failure of the file system.
pub fn restore(
    home: &Path,
    folder: &Path,
    goes_on: &mut dyn FnMut(&CopyProgress) -> bool,
) -> Result<RestoreReport, StoreError> {
    let manifest = Manifest::read(folder)?;
    let home = Home::prepare(home)?;
    let _ownership = Ownership::take(&home)?;
    clear_staging(&home)?;
    swap::finish(&home)?;
    let report = prepare(&manifest, &home, folder, goes_on)?;
    swap::finish(&home)?;
    Ok(RestoreReport { before: report.before.filter(|before| before.exists()), ..report })
}

impl Store {
    /// Brings a backup beside this open store, which becomes the backup's when it is opened the next time: by nobody who has it open
    /// now. What changes until then stays with the store of before. Another call takes the place of this one.
    ///
    /// # Errors
    /// As [`restore`]; the store is then what it was.
    pub fn restore_at_next_open(
        &self,
        folder: &Path,
        goes_on: &mut dyn FnMut(&CopyProgress) -> bool,
    ) -> Result<RestoreReport, StoreError> {
        let manifest = Manifest::read(folder)?;
        let _restoring = self.inner.restoring();
        swap::forget(self.inner.home())?;
        prepare(&manifest, self.inner.home(), folder, goes_on)
    }
}

/// Copies a backup beside a store and marks it as all there: from here on the store is the backup's as soon as names are changed.
fn prepare(
    manifest: &Manifest,
    home: &Home,
    folder: &Path,
    goes_on: &mut dyn FnMut(&CopyProgress) -> bool,
) -> Result<RestoreReport, StoreError> {
    let started = Instant::now();
    let copying = bring(manifest, folder, home, started, goes_on).inspect_err(|_| {
        // The first error is the one to tell; what stays is cleared at the next open.
        let _ = fs::remove_dir_all(home.restoring());
    })?;
    let before = free_name(home);
    swap::begin(home, &before)?;
    let CopyProgress { files_done: files, bytes_done: bytes, elapsed, .. } = copying.progress();
    let taken = UnixNanos::new(manifest.taken);
    info!(path = %folder.display(), files, bytes, seconds = elapsed.as_secs_f64(), "backup brought beside the store");
    Ok(RestoreReport { taken, files, bytes, before: Some(before), elapsed })
}

/// Copies all of a backup beside the store.
fn bring(
    manifest: &Manifest,
    folder: &Path,
    home: &Home,
    started: Instant,
    goes_on: &mut dyn FnMut(&CopyProgress) -> bool,
) -> Result<Copying, StoreError> {
    let restoring = home.restoring();
    create_dir(&restoring.join(TICKS))?;
    create_dir(&restoring.join(REPORTS))?;
    let copying = Copying::of(started, manifest.files.iter().map(|file| file.bytes));
    let take = |entry: &Entry| {
        take(entry, folder, &restoring)?;
        copying.done(entry);
        Ok(())
    };
    threads::each(&manifest.files, take, &mut || goes_on(&copying.progress()))?;
    check_catalogue(folder, &restoring.join(CATALOGUE))?;
    sync_folders([restoring.as_path(), home.root()].into_iter())?;
    // The next step cannot be taken back, and what came since the last file may have taken long.
    if goes_on(&copying.progress()) { Ok(copying) } else { Err(StoreError::Interrupted) }
}

/// Copies one file and holds it against the manifest.
fn take(entry: &Entry, folder: &Path, restoring: &Path) -> Result<(), StoreError> {
    let incomplete = |what: &str| StoreError::BackupIncomplete {
        folder: folder.into(),
        reason: format!("{} {what}", entry.path),
    };
    let places = entry.place_in(folder).zip(entry.place_in(restoring));
    let (from, to) = places.ok_or_else(|| incomplete("is no file of a store"))?;
    // A link might lead to anything.
    if !fs::symlink_metadata(&from).is_ok_and(|file| file.is_file() && file.len() == entry.bytes) {
        return Err(incomplete("is missing, or is not as long as it was"));
    }
    let hash = copy::copy(&from, &to, entry.bytes, entry.modified_ns)?;
    if hash.to_string() == entry.hash { Ok(()) } else { Err(incomplete("is not what was written")) }
}

/// A catalogue that this version cannot read is refused while the old one is still in place.
fn check_catalogue(folder: &Path, path: &Path) -> Result<(), StoreError> {
    if !path.is_file() {
        let reason = "its catalogue is missing".to_owned();
        return Err(StoreError::BackupIncomplete { folder: folder.into(), reason });
    }
    let (found, known) = (schema_of(path)?, known_schema());
    if found > known { Err(StoreError::CatalogueNewer { found, known }) } else { Ok(()) }
}

/// A folder for the store of before that is not there yet.
fn free_name(home: &Home) -> PathBuf {
    let seconds = now().as_i64() / NANOS_PER_SECOND;
    let mut names = (seconds..).map(|second| home.before_restore(second));
    names.find(|name| !name.exists()).unwrap_or_else(|| home.before_restore(seconds))
}
