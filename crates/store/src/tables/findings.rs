//! Findings: what imports noticed about the ticks they read.

use tickloom_model::Symbol;

use super::record::{one_of, record};
use crate::{Store, StoreError};

record! {
    /// Everything of one kind that one import noticed.
    FindingRecord in "findings", key of 2, check check;
    /// The import.
    import_id: String,
    /// The kind, such as `finding.crossed`.
    code: String,
    /// The symbol.
    symbol: String,
    /// `info`, `warning` or `error`.
    severity: String,
    /// How many ticks, or files, it is about.
    count: u64,
    /// What happened to them.
    rule: String,
    /// The file in which the first of them stands, if it is known.
    source: Option<String>,
    /// Its line, from 1; for .bi5 the record.
    line: Option<u64>,
    /// Where its row starts; for .bi5 in the decompressed records.
    byte: Option<u64>,
    /// Its time, UTC nanoseconds.
    time: Option<i64>,
    /// What it says.
    what: String,
}

fn check(record: &FindingRecord, _: &Store) -> Result<(), StoreError> {
    record.symbol.parse::<Symbol>()?;
    one_of("findings", "severity", &["info", "warning", "error"], &record.severity)
}
