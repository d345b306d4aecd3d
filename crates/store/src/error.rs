//! What can go wrong with a store: one enum, each variant with a stable code.

use std::{io, path::PathBuf, time::Duration};

use tickloom_bars::{FillError, calendar::CalendarError};
use tickloom_model::{Digits, ModelError, Symbol};

/// A failure of the store. The text says what was being done, where, and what to try.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another process works on this home.
    #[error("{home} is in use by {owner}; close it there, or choose another home")]
    Owned {
        /// The home.
        home: PathBuf,
        /// `process 1234`, or `another process` where its number could not be read.
        owner: String,
    },
    /// The home's path cannot hold a store.
    #[error("{home} cannot be a home: {reason}")]
    HomeInvalid {
        /// The home.
        home: PathBuf,
        /// Why not.
        reason: &'static str,
    },
    /// A file or folder may not be written.
    #[error("{doing} {path} is not permitted: make the folder writable, or choose another home")]
    ReadOnly {
        /// What was being done.
        doing: &'static str,
        /// To which path.
        path: PathBuf,
    },
    /// No space is left.
    #[error("{doing} {path} failed, no space is left: free some and repeat; what was stored before is kept")]
    Full {
        /// What was being done.
        doing: &'static str,
        /// To which path.
        path: PathBuf,
    },
    /// The operating system refused for another reason.
    #[error("{doing} {path} failed: {source}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// To which path.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// A tick file is not what it says, or not one of ours.
    #[error(
        "{path} is damaged ({reason}): close the store and open it again, which puts the file aside, and import its day again"
    )]
    PartitionDamaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Ticks that no partition can hold.
    #[error("these ticks cannot be stored: {reason}")]
    TicksInvalid {
        /// What is wrong with them.
        reason: String,
    },
    /// The catalogue failed.
    #[error("{doing} the catalogue failed: {source}")]
    Catalogue {
        /// What was being done.
        doing: &'static str,
        /// The engine's answer.
        source: duckdb::Error,
    },
    /// The catalogue was written by a later version.
    #[error("this store has schema {found}, this version knows up to {known}: use a newer Tickloom")]
    CatalogueNewer {
        /// The store's schema.
        found: u32,
        /// The latest known here.
        known: u32,
    },
    /// Nothing was ever imported for this symbol.
    #[error("{symbol} is unknown here: import ticks for it first; known are {known}")]
    SymbolUnknown {
        /// The symbol.
        symbol: Symbol,
        /// The known ones, for reading.
        known: String,
    },
    /// The instrument is stored with other decimals.
    #[error("{symbol} is stored with {stored} decimals, not {given}: leave the number of digits out, or use another symbol", stored = stored.get(), given = given.get())]
    DigitsDiffer {
        /// The symbol.
        symbol: Symbol,
        /// As stored.
        stored: Digits,
        /// As asked for.
        given: Digits,
    },
    /// A record with this key is there already.
    #[error("{table} has a record {key} already: update it instead")]
    RecordExists {
        /// The table.
        table: &'static str,
        /// The key.
        key: String,
    },
    /// No record has this key.
    #[error("{table} has no record {key}")]
    RecordNotFound {
        /// The table.
        table: &'static str,
        /// The key.
        key: String,
    },
    /// The fields are not those of a record of this table.
    #[error("not a record of {table}: {reason}")]
    RecordInvalid {
        /// The table.
        table: String,
        /// What is wrong.
        reason: String,
    },
    /// A query that is not one SELECT.
    #[error("the query is refused: {reason}; give one SELECT (or EXPLAIN of one)")]
    SqlRefused {
        /// Why.
        reason: String,
    },
    /// A query that the engine could not carry out.
    #[error("the query failed: {reason}")]
    SqlFailed {
        /// The engine's answer.
        reason: String,
    },
    /// A query whose result is too large to hold.
    #[error("the query's result is over {limit_bytes} bytes: aggregate, filter or add LIMIT")]
    SqlTooLarge {
        /// The most a result may take.
        limit_bytes: usize,
    },
    /// A query that found more rows than a result may have.
    #[error(
        "the query finds more than {most} rows, and sql.max_rows allows no more: aggregate, filter or add LIMIT"
    )]
    SqlTooManyRows {
        /// The most that a result may have.
        most: u64,
    },
    /// A query that took longer than it may.
    #[error("the query took longer than the {} s of sql.timeout: ask for less, or give it more time", time.as_secs_f64())]
    SqlTookTooLong {
        /// How long a query may take.
        time: Duration,
    },
    /// A table that could not be written in the format asked for.
    #[error("the table cannot be written: {reason}")]
    ExportFailed {
        /// Why not.
        reason: String,
    },
    /// A table that others wrote and that cannot be read, or not further.
    #[error("the table cannot be read: {reason}")]
    TableUnreadable {
        /// Why not.
        reason: String,
    },
    /// The user asked to stop.
    #[error("interrupted")]
    Interrupted,
    /// Every read connection is taken.
    #[error("all {connections} read connections are busy for {seconds} s: finish other queries first")]
    Busy {
        /// How many there are.
        connections: usize,
        /// How long was waited.
        seconds: u64,
    },
    /// A folder that a backup cannot be written to.
    #[error("{folder} cannot take a backup: {reason}; choose a new or empty folder outside of the store")]
    BackupFolderInvalid {
        /// The folder.
        folder: PathBuf,
        /// Why not.
        reason: &'static str,
    },
    /// A folder that holds no backup, or not all of one.
    #[error("{folder} holds no whole backup: {reason}; nothing was changed, restore from another one")]
    BackupIncomplete {
        /// The folder.
        folder: PathBuf,
        /// What is missing or wrong.
        reason: String,
    },
    /// What was written is not what was read.
    #[error("the copy of {what} is not what was copied: look after the disk and repeat")]
    CopyDiffers {
        /// The file or table.
        what: String,
    },
    /// A word that is none.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// Rules that make no calendar.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// Bars that cannot be put side by side.
    #[error(
        "these timeframes cannot be aligned: {reason}; name the one whose bars are the rows, then each other once"
    )]
    AlignInvalid {
        /// What is wrong.
        reason: String,
    },
    /// Bars that cannot be filled.
    #[error(transparent)]
    Fill(#[from] FillError),
}

tickloom_model::error_codes! { StoreError {
    Owned => "store.owned",
    HomeInvalid => "store.home_invalid",
    ReadOnly => "store.read_only",
    Full => "store.full",
    Io => "store.io",
    PartitionDamaged => "store.partition_damaged",
    TicksInvalid => "store.ticks_invalid",
    Catalogue => "store.catalogue",
    CatalogueNewer => "store.catalogue_newer",
    SymbolUnknown => "symbol.unknown",
    DigitsDiffer => "digits.differ",
    RecordExists => "record.exists",
    RecordNotFound => "record.not_found",
    RecordInvalid => "record.invalid",
    SqlRefused => "sql.refused",
    SqlFailed => "sql.failed",
    SqlTooLarge => "sql.too_large",
    SqlTooManyRows => "sql.too_many_rows",
    SqlTookTooLong => "sql.took_too_long",
    ExportFailed => "export.failed",
    TableUnreadable => "table.unreadable",
    AlignInvalid => "align.invalid",
    Interrupted => "interrupted",
    Busy => "store.busy",
    BackupFolderInvalid => "store.backup_folder_invalid",
    BackupIncomplete => "store.backup_incomplete",
    CopyDiffers => "store.copy_differs";
    Self::Model(error) => error.code(),
    Self::Calendar(error) => error.code(),
    Self::Fill(error) => error.code(),
} }

impl StoreError {
    /// Sorts an answer of the operating system into what a user can do about it.
    pub(crate) fn io(doing: &'static str, path: impl Into<PathBuf>, source: io::Error) -> Self {
        let path = path.into();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { doing, path },
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
                Self::ReadOnly { doing, path }
            }
            _ => Self::Io { doing, path, source },
        }
    }

    /// Sorts an answer of the engine, which hands on the operating system's words.
    pub(crate) fn catalogue(doing: &'static str) -> impl FnOnce(duckdb::Error) -> Self {
        move |source| {
            let text = source.to_string();
            match WORDS_OF_A_FULL_DISK.iter().any(|words| text.contains(words)) {
                true => Self::Full { doing, path: "the catalogue".into() },
                false => Self::Catalogue { doing, source },
            }
        }
    }
}

/// What Unix and Windows say of a disk without space, and of a user who may take no more of it.
const WORDS_OF_A_FULL_DISK: [&str; 3] =
    ["No space left on device", "not enough space on the disk", "isk quota exceeded"];
