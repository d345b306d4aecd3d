//! What a cleaning removed, as plain values.

use pyo3::prelude::*;
use tickloom_store::{CleanReport, KeptFile, LostPartition};

/// What was removed, or would be.
#[derive(IntoPyObject)]
pub(crate) struct CleanFields {
    files: Vec<KeptFields>,
    bytes: u64,
    forgotten: Vec<LostFields>,
    cached_bars: u64,
    dry_run: bool,
}

/// A file that was kept for caution only.
#[derive(IntoPyObject)]
struct KeptFields {
    path: String,
    kind: &'static str,
    bytes: u64,
    since: i64,
}

/// A day that was stored and is not any more.
#[derive(IntoPyObject)]
pub(crate) struct LostFields {
    symbol: String,
    day: String,
    ticks: Option<u64>,
    content_hash: Option<String>,
    reason: &'static str,
    path: Option<String>,
    noticed: i64,
}

impl From<&CleanReport> for CleanFields {
    fn from(report: &CleanReport) -> Self {
        Self {
            files: report.files.iter().map(KeptFields::from).collect(),
            bytes: report.bytes,
            forgotten: report.forgotten.iter().map(LostFields::from).collect(),
            cached_bars: report.cached_bars,
            dry_run: report.dry_run,
        }
    }
}

impl From<&KeptFile> for KeptFields {
    fn from(file: &KeptFile) -> Self {
        Self {
            path: file.path.display().to_string(),
            kind: file.kind.name(),
            bytes: file.bytes,
            since: file.since.as_i64(),
        }
    }
}

impl From<&LostPartition> for LostFields {
    fn from(lost: &LostPartition) -> Self {
        Self {
            symbol: lost.key.symbol.to_string(),
            day: lost.key.day.to_string(),
            ticks: lost.ticks,
            content_hash: lost.content_hash.map(|hash| hash.to_string()),
            reason: lost.reason.name(),
            path: lost.path.as_ref().map(|path| path.display().to_string()),
            noticed: lost.noticed.as_i64(),
        }
    }
}
