//! What long work is given and tells on its way.

use serde_bytes::ByteBuf;

use super::report::ImportReport;
use crate::record::records;

/// How an import stands; all but the first two are its end.
pub(crate) const STATES: &[&str] = &["running", "paused", "done", "refused", "interrupted", "failed"];

records! {
    /// Where ticks come from: a path, or bytes with the name of the file that they would be.
    Source {
        /// A file, folder or archive, absolute, as the engine's machine names it.
        path: Option<String>,
        /// What the bytes are called; the ending says what they are.
        name: Option<String>,
        /// The file itself.
        bytes: Option<ByteBuf>,
        /// Instead of a file, a table of ticks as an Arrow IPC stream.
        table: Option<ByteBuf>,
    }

    /// A moment of an import.
    ImportProgress {
        /// Names the import.
        id: String,
        /// What is imported.
        symbol: String,
        /// How it stands.
        state: String => words(STATES),
        /// Files read.
        files_done: u64,
        /// Files there are.
        files_total: u64,
        /// Bytes read.
        bytes_done: u64 => unit("bytes"),
        /// Bytes there are.
        bytes_total: u64 => unit("bytes"),
        /// Rows read.
        rows: u64,
        /// Rows that are committed and new.
        stored: u64,
        /// Rows that are no ticks.
        refused: u64,
        /// What is odd so far.
        findings: u64,
        /// The file that is being read.
        current: String,
        /// How long it has run.
        elapsed: f64 => unit("s"),
        /// How long it will take by the pace so far; missing at the start.
        remaining: Option<f64> => unit("s"),
        /// What it did; in the last event.
        report: Option<ImportReport>,
    }

    /// A moment of a verification.
    VerifyProgress {
        /// Files read.
        files_done: u64,
        /// Files there are.
        files_total: u64,
        /// Bytes read.
        bytes_done: u64 => unit("bytes"),
        /// Bytes there are.
        bytes_total: u64 => unit("bytes"),
        /// What is not as it was stored, so far.
        problems: u64,
        /// How long it has run.
        elapsed: f64 => unit("s"),
    }

    /// A moment of a backup or a restoration.
    CopyProgress {
        /// Files copied.
        files_done: u64,
        /// Files there are.
        files_total: u64,
        /// Bytes copied.
        bytes_done: u64 => unit("bytes"),
        /// Bytes there are.
        bytes_total: u64 => unit("bytes"),
        /// How long it has run.
        elapsed: f64 => unit("s"),
        /// The moment that the copy is of; told with the last event.
        taken: Option<i64> => time(),
    }
}
