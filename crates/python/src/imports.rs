//! What an import tells, as plain values.

use std::path::PathBuf;

use pyo3::prelude::*;
use tickloom_importer::{
    Finding, ImportReport, Place, Progress, RefusedFile, RefusedRow, Replaced, SkippedFile,
};

/// A moment of a running import.
#[derive(IntoPyObject)]
pub(crate) struct ProgressFields {
    files_done: u64,
    files_total: u64,
    bytes_done: u64,
    bytes_total: u64,
    rows: u64,
    stored: u64,
    refused: u64,
    findings: u64,
    current: String,
    elapsed: f64,
    remaining: Option<f64>,
}

impl From<&Progress> for ProgressFields {
    fn from(progress: &Progress) -> Self {
        Self {
            files_done: progress.files_done,
            files_total: progress.files_total,
            bytes_done: progress.bytes_done,
            bytes_total: progress.bytes_total,
            rows: progress.rows,
            stored: progress.stored,
            refused: progress.refused,
            findings: progress.findings,
            current: progress.current.clone(),
            elapsed: progress.elapsed.as_secs_f64(),
            remaining: progress.remaining.map(|remaining| remaining.as_secs_f64()),
        }
    }
}

/// What an import did.
#[derive(IntoPyObject)]
pub(crate) struct ReportFields {
    id: String,
    symbol: String,
    digits: u8,
    strict: bool,
    outcome: &'static str,
    files: u64,
    bytes: u64,
    rows: u64,
    stored: u64,
    duplicates: u64,
    files_known: u64,
    outside: u64,
    refused: u64,
    first_refused: Vec<RefusedRowFields>,
    refused_files: Vec<RefusedFileFields>,
    skipped: Vec<SkippedFileFields>,
    days_changed: u64,
    replaced: Vec<ReplacedFields>,
    elapsed: f64,
    findings: Vec<FindingFields>,
    file: PathBuf,
    quarantine: Option<PathBuf>,
}

/// All that was found of one kind.
#[derive(IntoPyObject)]
struct FindingFields {
    code: &'static str,
    severity: &'static str,
    count: u64,
    rule: &'static str,
    first: Vec<PlaceFields>,
}

/// Where something odd stands.
#[derive(IntoPyObject)]
struct PlaceFields {
    source: Option<String>,
    line: Option<u64>,
    byte: Option<u64>,
    time: i64,
    what: String,
}

/// A stored day that an import changed.
#[derive(IntoPyObject)]
struct ReplacedFields {
    day: String,
    ticks_before: u64,
    ticks_after: u64,
    added: u64,
    kept_at: String,
}

/// A row that is no tick.
#[derive(IntoPyObject)]
struct RefusedRowFields {
    source: String,
    line: u64,
    byte: u64,
    code: &'static str,
    field: &'static str,
    found: String,
    expected: String,
    row: String,
}

/// A file that could not be read, or not to its end.
#[derive(IntoPyObject)]
struct RefusedFileFields {
    source: String,
    code: &'static str,
    message: String,
}

/// A file that was passed over.
#[derive(IntoPyObject)]
struct SkippedFileFields {
    source: String,
    reason: String,
}

impl From<&ImportReport> for ReportFields {
    fn from(report: &ImportReport) -> Self {
        Self {
            id: report.id.clone(),
            symbol: report.symbol.to_string(),
            digits: report.digits.get(),
            strict: report.strict,
            outcome: report.outcome.name(),
            files: report.files,
            bytes: report.bytes,
            rows: report.rows,
            stored: report.stored,
            duplicates: report.duplicates,
            files_known: report.files_known,
            outside: report.outside,
            refused: report.refused,
            first_refused: report.first_refused.iter().map(RefusedRowFields::from).collect(),
            refused_files: report.refused_files.iter().map(RefusedFileFields::from).collect(),
            skipped: report.skipped.iter().map(SkippedFileFields::from).collect(),
            days_changed: report.days_changed,
            replaced: report.replaced.iter().map(ReplacedFields::from).collect(),
            elapsed: report.elapsed.as_secs_f64(),
            findings: findings(report),
            file: report.file.clone(),
            quarantine: report.quarantine.clone(),
        }
    }
}

fn findings(report: &ImportReport) -> Vec<FindingFields> {
    let place = |place: &Place| {
        let Place { source, line, byte, time, what } = place.clone();
        PlaceFields { source, line, byte, time: time.as_i64(), what }
    };
    let finding = |finding: &Finding| FindingFields {
        code: finding.code.code(),
        severity: finding.code.severity().name(),
        count: finding.count,
        rule: report.rule(finding.code),
        first: finding.first.iter().map(place).collect(),
    };
    report.findings.iter().map(finding).collect()
}

impl From<&Replaced> for ReplacedFields {
    fn from(replaced: &Replaced) -> Self {
        Self {
            day: replaced.day.to_string(),
            ticks_before: replaced.ticks_before,
            ticks_after: replaced.ticks_after,
            added: replaced.added,
            kept_at: replaced.kept_at.display().to_string(),
        }
    }
}

impl From<&RefusedRow> for RefusedRowFields {
    fn from(row: &RefusedRow) -> Self {
        let RefusedRow { source, line, byte, code, field, found, expected, row } = row.clone();
        Self { source, line, byte, code, field, found, expected, row }
    }
}

impl From<&RefusedFile> for RefusedFileFields {
    fn from(file: &RefusedFile) -> Self {
        let RefusedFile { source, code, message } = file.clone();
        Self { source, code, message }
    }
}

impl From<&SkippedFile> for SkippedFileFields {
    fn from(file: &SkippedFile) -> Self {
        let SkippedFile { source, reason } = file.clone();
        Self { source, reason }
    }
}
