//! What is kept for caution only, and how it is removed: replaced files, damaged files, the memory of lost days.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use tickloom_model::{NANOS_PER_SECOND, UnixNanos};

use crate::{
    LostPartition, PartitionKey, Store, StoreError,
    clock::now,
    index::{DAMAGED, scan},
};

/// What to remove.
#[derive(Debug, Clone, Default)]
pub struct CleanOptions {
    /// Only what was replaced, put aside or noticed at least this long ago.
    pub older_than: Duration,
    /// Forget lost days too, so that nothing asks for them any more.
    pub lost: bool,
    /// Forget bars that are kept for reuse too, of whatever age; they are built again when asked for.
    pub cached_bars: bool,
    /// Only tell what would be removed.
    pub dry_run: bool,
}

/// Why a file was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptKind {
    /// An import changed its day.
    Replaced,
    /// It could not be read.
    Damaged,
}

impl KeptKind {
    /// The name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Replaced => "replaced",
            Self::Damaged => "damaged",
        }
    }
}

/// A file that was kept for caution only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// Where it lies, or lay.
    pub path: PathBuf,
    /// Why it was kept.
    pub kind: KeptKind,
    /// Its size.
    pub bytes: u64,
    /// Since when it is kept.
    pub since: UnixNanos,
}

/// What was removed, or would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleanReport {
    /// The files.
    pub files: Vec<KeptFile>,
    /// Their bytes. A replaced file that is still in place under its own name too frees none.
    pub bytes: u64,
    /// Lost days that are forgotten.
    pub forgotten: Vec<LostPartition>,
    /// How many bars that were kept for reuse are forgotten.
    pub cached_bars: u64,
    /// Whether this was only told.
    pub dry_run: bool,
}

impl Store {
    /// Removes files that are kept for caution only, and on request forgets lost days. What is stored is never touched.
    ///
    /// # Errors
    /// A failure of the file system or the catalogue; what was removed before stays removed.
    pub fn clean(&self, options: &CleanOptions) -> Result<CleanReport, StoreError> {
        let age = i64::try_from(options.older_than.as_nanos()).unwrap_or(i64::MAX);
        let newest = now().saturating_add(age.saturating_neg());
        let mut files = self.kept_files()?;
        files.retain(|file| file.since <= newest);
        let mut forgotten = if options.lost { self.lost()? } else { Vec::new() };
        forgotten.retain(|lost| lost.noticed <= newest);
        if !options.dry_run {
            files.iter().try_for_each(|file| self.remove_kept(&file.path))?;
            let keys: Vec<PartitionKey> = forgotten.iter().map(|lost| lost.key.clone()).collect();
            self.catalogue().forget_lost(&keys)?;
        }
        let bytes = files.iter().map(|file| file.bytes).sum();
        let cached_bars = self.clean_cached_bars(options)?;
        Ok(CleanReport { files, bytes, forgotten, cached_bars, dry_run: options.dry_run })
    }

    fn clean_cached_bars(&self, options: &CleanOptions) -> Result<u64, StoreError> {
        match options {
            CleanOptions { cached_bars: false, .. } => Ok(0),
            CleanOptions { dry_run: true, .. } => self.catalogue().count_minutes(),
            _ => self.catalogue().clear_minutes(),
        }
    }

    pub(crate) fn kept_files(&self) -> Result<Vec<KeptFile>, StoreError> {
        let damaged = scan(self.inner.home())?.put_aside.into_iter().filter_map(|(_, path)| {
            let seconds: i64 = path.file_name()?.to_str()?.rsplit_once(DAMAGED)?.1.parse().ok()?;
            let since = UnixNanos::new(seconds.saturating_mul(NANOS_PER_SECOND));
            kept(path, KeptKind::Damaged, since)
        });
        let mut files: Vec<KeptFile> = damaged.collect();
        for (import_id, folder) in folders(&self.inner.home().replaced())? {
            // Imports are named by when they began; what is named otherwise is none of ours.
            let Some(began) = import_id.split('-').next().and_then(|nanos| nanos.parse().ok()) else {
                continue;
            };
            for (_, symbol) in folders(&folder)? {
                let days = entries(&symbol)?.into_iter();
                files.extend(days.filter_map(|path| kept(path, KeptKind::Replaced, UnixNanos::new(began))));
            }
        }
        Ok(files)
    }

    /// Removes a file, and the folders above it that are empty then.
    fn remove_kept(&self, path: &Path) -> Result<(), StoreError> {
        fs::remove_file(path).map_err(|error| StoreError::io("removing", path, error))?;
        let home = self.inner.home();
        let tops = [home.ticks(), home.replaced(), home.root().to_path_buf()];
        for folder in path.ancestors().skip(1).take_while(|folder| !tops.iter().any(|top| top == folder)) {
            // One that is not empty stays.
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }
}

fn kept(path: PathBuf, kind: KeptKind, since: UnixNanos) -> Option<KeptFile> {
    let metadata = fs::symlink_metadata(&path).ok().filter(fs::Metadata::is_file)?;
    Some(KeptFile { path, kind, bytes: metadata.len(), since })
}

/// The folders in a folder, with their names; links are none.
pub(crate) fn folders(folder: &Path) -> Result<Vec<(String, PathBuf)>, StoreError> {
    let real = |path: &PathBuf| fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir());
    let named = |path: PathBuf| Some((path.file_name()?.to_str()?.to_owned(), path));
    Ok(entries(folder)?.into_iter().filter(real).filter_map(named).collect())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let failed = |error| StoreError::io("listing", folder, error);
    let entries = fs::read_dir(folder).map_err(failed)?;
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.map(|entry| entry.path()).map_err(failed)).collect::<Result<_, _>>()?;
    paths.sort();
    Ok(paths)
}
