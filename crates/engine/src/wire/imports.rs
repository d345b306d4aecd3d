//! Imports: what they are told, and a moment of one.

use std::num::NonZeroUsize;

use tickloom_importer::{ImportError, ImportOptions, Progress};
use tickloom_ipc::Failure;
use tickloom_model::Digits;
use tickloom_protocol::methods::{
    common::ErrorDetails, imports::ImportOrder, verification::RepairOrder, work::ImportProgress,
};

use super::{errors::failed, given, report};

/// How an import is carried out, whatever it reads.
pub(crate) fn options(order: &ImportOrder) -> Result<ImportOptions, Failure> {
    Ok(ImportOptions {
        digits: digits(order.digits)?,
        threads: threads(order.threads)?,
        read: given::reading(order.dialect.as_deref(), order.zone.as_deref(), order.swap_sides)?,
        strict: order.strict.unwrap_or_default(),
        again: order.again.unwrap_or_default(),
        ..ImportOptions::default()
    })
}

/// The same of a repair.
pub(crate) fn repair_options(order: &RepairOrder) -> Result<ImportOptions, Failure> {
    let read = given::reading(order.dialect.as_deref(), order.zone.as_deref(), order.swap_sides)?;
    Ok(ImportOptions { digits: digits(order.digits)?, read, ..ImportOptions::default() })
}

fn digits(digits: Option<u32>) -> Result<Option<Digits>, Failure> {
    digits.map(|digits| Digits::new(digits.into()).map_err(failed)).transpose()
}

/// More threads than cores only take memory.
fn threads(threads: Option<u32>) -> Result<Option<NonZeroUsize>, Failure> {
    let Some(threads) = threads else { return Ok(None) };
    let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let threads = NonZeroUsize::new((threads as usize).min(2 * cores));
    threads.map(Some).ok_or_else(|| given::bad_params("0 threads import nothing"))
}

pub(crate) fn progress(progress: &Progress, symbol: &str, state: &str) -> ImportProgress {
    ImportProgress {
        id: progress.id.clone(),
        symbol: symbol.to_owned(),
        state: state.to_owned(),
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
        report: None,
    }
}

/// Why an import has failed, with what it did before.
pub(crate) fn import_failed(error: ImportError) -> Failure {
    let report = match &error {
        ImportError::Stopped { report, .. } => Some(report::import_report(report)),
        _ => None,
    };
    let failure = failed(error);
    if report.is_some() { failure.with_details(&ErrorDetails { report }) } else { failure }
}
