//! Copies of a whole store, made and brought back, with what they tell as plain values.

use std::path::{Path, PathBuf};

use pyo3::prelude::*;
use tickloom_importer::Control;
use tickloom_store::{BackupReport, CopyProgress, RestoreReport, Store, StoreError};

use crate::{errors::to_python, observer::Observer};

/// A moment of a running backup or restoration.
#[derive(IntoPyObject)]
struct CopyProgressFields {
    files_done: u64,
    files_total: u64,
    bytes_done: u64,
    bytes_total: u64,
    elapsed: f64,
}

/// A backup that was made.
#[derive(IntoPyObject)]
pub(crate) struct BackupFields {
    folder: PathBuf,
    taken: i64,
    files: u64,
    bytes: u64,
    elapsed: f64,
}

/// A store that was brought back.
#[derive(IntoPyObject)]
pub(crate) struct RestoreFields {
    taken: i64,
    files: u64,
    bytes: u64,
    before: Option<PathBuf>,
    elapsed: f64,
}

/// Copies an open store to a new or empty folder.
pub(crate) fn backup(
    py: Python<'_>,
    store: &Store,
    folder: &Path,
    observe: Option<Py<PyAny>>,
) -> PyResult<BackupFields> {
    watched(py, observe, "the backup was interrupted: nothing is left of it", |goes_on| {
        store.backup(folder, goes_on).map(BackupFields::from)
    })
}

/// Puts a backup in the place of the store in a folder.
#[pyfunction]
pub(crate) fn restore(
    py: Python<'_>,
    home: PathBuf,
    folder: PathBuf,
    observe: Option<Py<PyAny>>,
) -> PyResult<RestoreFields> {
    watched(py, observe, "the restoration was interrupted: the store is as it was", |goes_on| {
        tickloom_store::restore(&home, &folder, goes_on).map(RestoreFields::from)
    })
}

/// Copies while an observer hears of it and may end it.
fn watched<T: Send>(
    py: Python<'_>,
    observe: Option<Py<PyAny>>,
    interrupted: &str,
    copy: impl FnOnce(&mut dyn FnMut(&CopyProgress) -> bool) -> Result<T, StoreError> + Send,
) -> PyResult<T> {
    let mut observer = Observer::telling(observe);
    let goes_on = &mut |progress: &CopyProgress| {
        observer.observe_with(|| CopyProgressFields::from(progress)) == Control::Continue
    };
    let outcome = py.detach(|| copy(goes_on));
    match observer.interruption(py, interrupted) {
        Some(interruption) => Err(interruption),
        None => outcome.map_err(|error| to_python(py, &error)),
    }
}

impl From<&CopyProgress> for CopyProgressFields {
    fn from(progress: &CopyProgress) -> Self {
        let CopyProgress { files_done, files_total, bytes_done, bytes_total, elapsed } = *progress;
        Self { files_done, files_total, bytes_done, bytes_total, elapsed: elapsed.as_secs_f64() }
    }
}

impl From<BackupReport> for BackupFields {
    fn from(report: BackupReport) -> Self {
        let BackupReport { folder, taken, files, bytes, elapsed } = report;
        Self { folder, taken: taken.as_i64(), files, bytes, elapsed: elapsed.as_secs_f64() }
    }
}

impl From<RestoreReport> for RestoreFields {
    fn from(report: RestoreReport) -> Self {
        let RestoreReport { taken, files, bytes, before, elapsed } = report;
        Self { taken: taken.as_i64(), files, bytes, before, elapsed: elapsed.as_secs_f64() }
    }
}
