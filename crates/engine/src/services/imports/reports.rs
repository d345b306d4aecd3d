//! What is known of imports that have ended: their records in the catalogue, and their reports beside it.

use std::{fs::File, io::Read, path::Path};

use serde_json::{Map, Value};
use tickloom_ipc::Failure;
use tickloom_protocol::methods::{report::ImportReport, work::ImportProgress};
use tickloom_store::{ImportRecord, Store};

use crate::failed;

/// The longest report that is read; more than a frame holds is not sent anyway.
const MOST_BYTES: u64 = 32 << 20;

/// The record of an import.
pub(super) fn recorded(store: &Store, id: &str) -> Result<ImportRecord, Failure> {
    let record = store.table::<ImportRecord>().get(&[id.to_owned()]).map_err(failed)?;
    record.ok_or_else(|| {
        unknown(format!("there was no import {id:?}: `imports.running` and the table name them"))
    })
}

/// What an import did.
pub(super) fn report(store: &Store, id: &str) -> Result<ImportReport, Failure> {
    let record = recorded(store, id)?;
    // Records can be made by users: only a name as imports have them leads to a file.
    let is_name = id.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let folder = store.report_folder(&record.id);
    let file = folder.join("report.json");
    if !is_name || !file.is_file() {
        return Err(unknown(format!("the import {id} is {}: it has left no report", record.status)));
    }
    read(&file)
        .and_then(|document| filled(document, &folder))
        .map_err(|reason| Failure::new("store.io", format!("reading {} failed: {reason}", file.display())))
}

/// The last moment of an import that has ended.
pub(super) fn ended(store: &Store, id: &str) -> Result<ImportProgress, Failure> {
    let report = report(store, id)?;
    Ok(ImportProgress {
        id: report.id.clone(),
        symbol: report.symbol.clone(),
        state: report.outcome.clone(),
        files_done: report.files,
        files_total: report.files,
        bytes_done: report.bytes,
        bytes_total: report.bytes,
        rows: report.rows,
        stored: report.stored,
        refused: report.refused,
        findings: report.findings.iter().map(|finding| finding.count).sum(),
        current: String::new(),
        elapsed: report.elapsed,
        remaining: None,
        report: Some(report),
    })
}

fn unknown(message: String) -> Failure {
    Failure::new("import.unknown", message)
}

fn read(file: &Path) -> Result<Map<String, Value>, String> {
    let mut text = Vec::new();
    let read = File::open(file).and_then(|file| file.take(MOST_BYTES).read_to_end(&mut text));
    read.map_err(|error| error.to_string())?;
    serde_json::from_slice(&text).map_err(|error| error.to_string())
}

/// A report does not say where it lies, so that the folder can be moved.
fn filled(mut document: Map<String, Value>, folder: &Path) -> Result<ImportReport, String> {
    let place = |name: &str| Value::from(folder.join(name).display().to_string());
    let quarantine = document.get("quarantine").and_then(Value::as_str).map(place);
    document.insert("file".into(), place("report.json"));
    document.insert("quarantine".into(), quarantine.unwrap_or_default());
    serde_json::from_value(Value::Object(document)).map_err(|error| error.to_string())
}
