//! What an import did, for people and for machines.

use std::{path::PathBuf, time::Duration};

use tickloom_formats::BadRow;
use tickloom_model::{Digits, Symbol};
use tickloom_quality::{Finding, FindingCode};
use tickloom_store::Replaced;

use crate::quarantine::Quarantined;

/// How an import ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was read and stored.
    Done,
    /// Some rows or files were refused; all others are stored.
    Refused,
    /// It was asked to stop; what was read until then is stored.
    Interrupted,
    /// The store failed; what was committed before is kept.
    Failed,
}

impl Outcome {
    /// The name, as in the table of imports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Interrupted => "interrupted",
            Self::Failed => "failed",
        }
    }
}

/// What an import did.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportReport {
    /// Its name in the table of imports.
    pub id: String,
    /// The symbol.
    pub symbol: Symbol,
    /// Decimals of its prices.
    pub digits: Digits,
    /// Whether rows were refused that are kept otherwise.
    pub strict: bool,
    /// How it ended.
    pub outcome: Outcome,
    /// Files (or members of archives) read to their end.
    pub files: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Rows in them, good and bad.
    pub rows: u64,
    /// Ticks that were new.
    pub stored: u64,
    /// Ticks that were stored already, or came twice.
    pub duplicates: u64,
    /// Of the files, those that were not read because an earlier import stored all their ticks, which count as duplicates.
    pub files_known: u64,
    /// Ticks of days that were not asked for.
    pub outside: u64,
    /// Rows that are no ticks, or that a strict import refuses.
    pub refused: u64,
    /// The first of them.
    pub first_refused: Vec<RefusedRow>,
    /// Files that could not be read, or not to their end.
    pub refused_files: Vec<RefusedFile>,
    /// Files that were passed over.
    pub skipped: Vec<SkippedFile>,
    /// Partitions that were written.
    pub days_changed: u64,
    /// Those of them that an earlier import had stored, oldest first, and where their files of before are kept.
    pub replaced: Vec<Replaced>,
    /// How long it took.
    pub elapsed: Duration,
    /// What was noticed about the ticks, in the order of [`FindingCode::ALL`].
    pub findings: Vec<Finding>,
    /// The report as a file.
    pub file: PathBuf,
    /// All refused rows as a CSV file, if there are any.
    pub quarantine: Option<PathBuf>,
}

impl ImportReport {
    /// What happened to the rows of a finding, as a sentence.
    #[must_use]
    pub const fn rule(&self, code: FindingCode) -> &'static str {
        match code {
            FindingCode::WrongScale if self.strict => "The file is refused.",
            code if self.strict && code.is_refused_by_strict() => {
                "Rows are refused; the quarantine lists them."
            }
            code => code.rule().text,
        }
    }
}

/// A row that is no tick, or that a strict import refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// The file.
    pub source: String,
    /// The line, from 1; for .bi5 the record.
    pub line: u64,
    /// Where the row starts; for .bi5 in the decompressed records.
    pub byte: u64,
    /// Why it is refused: `import.bad_row`, or a finding's code.
    pub code: &'static str,
    /// Which part is wrong.
    pub field: &'static str,
    /// What stands there.
    pub found: String,
    /// What should.
    pub expected: String,
    /// The whole row, escaped and cut as [`BadRow::row`] is.
    pub row: String,
}

impl RefusedRow {
    pub(crate) fn of(source: &str, refused: &Quarantined) -> Self {
        let BadRow { line, byte, field, found, expected, row } = refused.row.clone();
        let (source, expected) = (source.into(), expected.into());
        Self { source, line, byte, code: refused.code, field: field.name(), found, expected, row }
    }
}

/// A file that could not be read, or not to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedFile {
    /// The file.
    pub source: String,
    /// The stable code of the error.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

impl RefusedFile {
    /// A file or folder that the operating system, or what holds it, would not give.
    pub fn unreadable(source: impl Into<String>, message: impl Into<String>) -> Self {
        Self { source: source.into(), code: "import.unreadable", message: message.into() }
    }
}

/// A file that was passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedFile {
    /// The file.
    pub source: String,
    /// Why.
    pub reason: String,
}
