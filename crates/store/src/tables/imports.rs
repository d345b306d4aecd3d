//! Imports: what was brought in when, and how it ended.

use super::record::{one_of, record};

record! {
    /// One run of an import.
    ImportRecord in "imports", key of 1,
        check |record, _| one_of("imports", "status", &["running", "done", "refused", "failed", "interrupted"], &record.status);
    /// Its name, unique in the store.
    id: String,
    /// The symbol it was for.
    symbol: String,
    /// When it started, UTC nanoseconds.
    started: i64,
    /// When it ended, UTC nanoseconds; none while it runs or after a crash.
    finished: Option<i64>,
    /// `running`, `done`, `refused` (something was), `failed` or `interrupted`.
    status: String,
    /// Files read.
    files: u64,
    /// Their bytes.
    bytes: u64,
    /// Rows in them, good and bad.
    rows: u64,
    /// Ticks that were new.
    stored: u64,
    /// Ticks that were there already, or twice in the files.
    duplicates: u64,
    /// Rows that were no ticks.
    refused: u64,
    /// The code of the error that ended it.
    error: Option<String>,
}
