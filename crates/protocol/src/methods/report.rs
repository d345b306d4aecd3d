//! What an import did.

use crate::record::records;

records! {
    /// A row that is no tick.
    RefusedRow {
        /// The file.
        source: String,
        /// From 1; for .bi5 the record.
        line: u64,
        /// From 0; for .bi5 after decompression.
        byte: u64,
        /// Why it is refused, for programs.
        code: String,
        /// Which field is wrong.
        field: String,
        /// What stands there.
        found: String,
        /// What should stand there.
        expected: String,
        /// The whole row, escaped, cut after 1,000 characters.
        row: String,
    }

    /// A file that could not be read, or not to its end.
    RefusedFile {
        /// The file.
        source: String,
        /// Why, for programs.
        code: String,
        /// Why, for people.
        message: String,
    }

    /// A file that was passed over.
    SkippedFile {
        /// The file.
        source: String,
        /// Why.
        reason: String,
    }

    /// Where something odd stands.
    Place {
        /// The file; missing where only whole days show it, as are line and byte.
        source: Option<String>,
        /// From 1; for .bi5 the record.
        line: Option<u64>,
        /// From 0.
        byte: Option<u64>,
        /// The moment.
        time: i64 => time(),
        /// What it says.
        what: String,
    }

    /// All that was noticed of one kind.
    Finding {
        /// The kind, such as `finding.crossed`.
        code: String,
        /// How grave it is: worth knowing, may distort results, or distorts them.
        severity: String => words(&["info", "warning", "error"]),
        /// How often, exactly.
        count: u64,
        /// What happened to the rows.
        rule: String,
        /// Where the first five stand.
        first: Vec<Place>,
    }

    /// A stored day that an import changed.
    ReplacedDay {
        /// Such as `2019-02-04`.
        day: String,
        /// Ticks that were stored.
        ticks_before: u64,
        /// Ticks that are stored now.
        ticks_after: u64,
        /// Ticks that are new.
        added: u64,
        /// The day's file of before.
        kept_at: String,
    }

    /// What an import did.
    ImportReport {
        /// Names the import.
        id: String,
        /// What was imported.
        symbol: String,
        /// Decimals of its price.
        digits: u32 => range("0 to 9"),
        /// Whether ticks were refused that are kept otherwise.
        strict: bool,
        /// How it ended: all stored, something refused, stopped by the user, or by the store.
        outcome: String => words(&["done", "refused", "interrupted", "failed"]),
        /// Files there were.
        files: u64,
        /// Their size.
        bytes: u64 => unit("bytes"),
        /// Rows in them.
        rows: u64,
        /// Rows that are new.
        stored: u64,
        /// Rows that were stored already, or came twice.
        duplicates: u64,
        /// Files that were not read, because all their ticks were stored.
        files_known: u64,
        /// Ticks of days that a repair did not ask for.
        outside: u64,
        /// Rows that are no ticks, or were refused.
        refused: u64,
        /// The first of them.
        first_refused: Vec<RefusedRow>,
        /// Files that could not be read.
        refused_files: Vec<RefusedFile>,
        /// Files that were passed over.
        skipped: Vec<SkippedFile>,
        /// UTC days that were written.
        days_changed: u64,
        /// Those of them that were stored before.
        replaced: Vec<ReplacedDay>,
        /// How long it took.
        elapsed: f64 => unit("s"),
        /// What is odd about the ticks.
        findings: Vec<Finding>,
        /// Where this report lies.
        file: String,
        /// Where all refused rows lie; missing if there are none.
        quarantine: Option<String>,
    }
}
