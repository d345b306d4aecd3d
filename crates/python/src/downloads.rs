//! Downloads: hours from a server into a folder, and those hours as something to import.

use std::{num::NonZeroUsize, path::PathBuf, time::Duration};

use pyo3::prelude::*;
use tickloom_download::{BaseUrl, Download, DownloadOptions, DownloadReport, LostHour, SpooledHours};
use tickloom_model::{Symbol, UnixNanos};

use crate::{
    convert::{self, word},
    errors::to_python,
    observer::Observer,
};

/// Hours that lie in a folder of downloads, to be given to `Store.import_ticks`.
#[pyclass(frozen, module = "tickloom._core")]
#[derive(Clone)]
pub(crate) struct DownloadedHours(pub(crate) SpooledHours);

#[pymethods]
impl DownloadedHours {
    fn __len__(&self) -> usize {
        self.0.hours.len()
    }

    fn paths(&self) -> Vec<PathBuf> {
        self.0.paths().collect()
    }
}

/// What a download did.
#[derive(IntoPyObject)]
pub(crate) struct DownloadFields {
    symbol: String,
    folder: PathBuf,
    hours: u64,
    fetched: u64,
    reused: u64,
    empty: u64,
    missing: Vec<String>,
    lost: Vec<LostHourFields>,
    not_asked: u64,
    ticks: u64,
    bytes: u64,
    requests: u64,
    kept: DownloadedHours,
    elapsed: f64,
}

/// An hour that could not be had.
#[derive(IntoPyObject)]
struct LostHourFields {
    hour: String,
    code: &'static str,
    message: String,
}

/// Asks a server for every hour of a range that is not in the folder yet.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "the options of a download, all named in Python")]
pub(crate) fn download_ticks(
    py: Python<'_>,
    symbol: &str,
    start: i64,
    end: i64,
    base_url: &str,
    folder: PathBuf,
    connections: NonZeroUsize,
    attempts: u32,
    timeout: f64,
    proxy: Option<String>,
    observe: Option<Py<PyAny>>,
) -> PyResult<DownloadFields> {
    let (symbol, range) = (word::<Symbol>(py, symbol)?, convert::range(py, start, end)?);
    let base = base_url.parse::<BaseUrl>().map_err(|error| to_python(py, &error))?;
    let timeout = Duration::try_from_secs_f64(timeout).unwrap_or(Duration::MAX);
    let options = DownloadOptions { connections, attempts, timeout, proxy, ..DownloadOptions::default() };
    let download = Download { symbol, range, base, folder, now: tickloom_store::now() };
    let mut observer = Observer::telling(observe);
    let outcome = py.detach(|| download.run(&options, &mut |progress| observer.observe(progress)));
    let message =
        "the download was interrupted: the hours that came are kept, the same call goes on from there";
    match observer.interruption(py, message) {
        Some(interruption) => Err(interruption),
        None => outcome
            .map(|report| DownloadFields::of(report, download.folder))
            .map_err(|error| to_python(py, &error)),
    }
}

impl DownloadFields {
    fn of(report: DownloadReport, folder: PathBuf) -> Self {
        let DownloadReport { symbol, kept: hours, .. } = report;
        Self {
            symbol: symbol.to_string(),
            folder: folder.clone(),
            hours: report.hours,
            fetched: report.fetched,
            reused: report.reused,
            empty: report.empty,
            missing: report.missing.iter().map(UnixNanos::to_string).collect(),
            lost: report.lost.into_iter().map(LostHourFields::from).collect(),
            not_asked: report.not_asked,
            ticks: report.ticks,
            bytes: report.bytes,
            requests: report.requests,
            kept: DownloadedHours(SpooledHours { folder, symbol, hours }),
            elapsed: report.elapsed.as_secs_f64(),
        }
    }
}

impl From<LostHour> for LostHourFields {
    fn from(LostHour { hour, code, message }: LostHour) -> Self {
        Self { hour: hour.to_string(), code, message }
    }
}
