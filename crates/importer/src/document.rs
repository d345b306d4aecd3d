//! The report as a file: JSON with the same names as in Python, so that it can be cited and read by any program.

use serde_json::{Value, json};
use tickloom_quality::{Finding, Place};
use tickloom_store::{Store, StoreError};

use crate::{ImportReport, RefusedFile, RefusedRow, Replaced, SkippedFile};

/// Its name in the folder of the import.
pub(crate) const FILE: &str = "report.json";

/// Writes the report beside the quarantine.
pub(crate) fn write(store: &Store, report: &ImportReport) -> Result<(), StoreError> {
    let text = format!("{:#}\n", document(report));
    store.write_report(&report.id, FILE, text.as_bytes()).map(drop)
}

fn document(report: &ImportReport) -> Value {
    json!({
        "id": report.id,
        "symbol": report.symbol.to_string(),
        "digits": report.digits.get(),
        "strict": report.strict,
        "outcome": report.outcome.name(),
        "files": report.files,
        "bytes": report.bytes,
        "rows": report.rows,
        "stored": report.stored,
        "duplicates": report.duplicates,
        "files_known": report.files_known,
        "outside": report.outside,
        "refused": report.refused,
        "first_refused": values(&report.first_refused, refused_row),
        "refused_files": values(&report.refused_files, refused_file),
        "skipped": values(&report.skipped, skipped_file),
        "days_changed": report.days_changed,
        "replaced": values(&report.replaced, replaced),
        "elapsed": report.elapsed.as_secs_f64(),
        "findings": values(&report.findings, |found| finding(report, found)),
        "quarantine": report.quarantine.as_ref().and_then(|path| path.file_name()?.to_str()),
    })
}

fn values<T>(all: &[T], value: impl Fn(&T) -> Value) -> Vec<Value> {
    all.iter().map(value).collect()
}

fn finding(report: &ImportReport, finding: &Finding) -> Value {
    json!({
        "code": finding.code.code(),
        "severity": finding.code.severity().name(),
        "count": finding.count,
        "rule": report.rule(finding.code),
        "first": values(&finding.first, place),
    })
}

fn place(place: &Place) -> Value {
    let Place { source, line, byte, time, what } = place;
    json!({ "source": source, "line": line, "byte": byte, "time": time.as_i64(), "what": what })
}

fn refused_row(row: &RefusedRow) -> Value {
    let RefusedRow { source, line, byte, code, field, found, expected, row } = row;
    json!({
        "source": source, "line": line, "byte": byte, "code": code,
        "field": field, "found": found, "expected": expected, "row": row,
    })
}

fn refused_file(file: &RefusedFile) -> Value {
    json!({ "source": file.source, "code": file.code, "message": file.message })
}

fn replaced(day: &Replaced) -> Value {
    json!({
        "day": day.day.to_string(),
        "ticks_before": day.ticks_before,
        "ticks_after": day.ticks_after,
        "added": day.added,
        "kept_at": day.kept_at.display().to_string(),
    })
}

fn skipped_file(file: &SkippedFile) -> Value {
    json!({ "source": file.source, "reason": file.reason })
}
