//! Why an import could not start, or could not go on.

use std::{io, path::PathBuf};

use tickloom_formats::FormatError;
use tickloom_model::Symbol;
use tickloom_store::StoreError;

use crate::ImportReport;

/// A failure of an import as a whole. What is wrong with single rows and files stands in the [`ImportReport`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// No file or folder has this path.
    #[error("{path} does not exist")]
    PathNotFound {
        /// The path.
        path: PathBuf,
    },
    /// A source cannot say what it has.
    #[error("what there is in {place} cannot be told: {error}; see that it can be read, and import again")]
    SourceFailed {
        /// Where the ticks were to come from.
        place: String,
        /// Why they cannot.
        error: io::Error,
    },
    /// Nothing under the paths holds ticks of the symbol.
    #[error(
        "no ticks of {symbol} found in {places}{reasons}; ticks come as .csv, as .zip, or as .bi5 laid out as SYMBOL/YYYY/MM/DD/HHh_ticks.bi5"
    )]
    NothingToImport {
        /// The symbol.
        symbol: Symbol,
        /// Where was looked.
        places: String,
        /// Why the first files were passed over, for reading.
        reasons: String,
    },
    /// The files do not say how many decimals a price has.
    #[error(
        "{symbol} is not a known instrument and .bi5 files do not say how many decimals its price has: name them with --digits N (digits=N in Python)"
    )]
    DigitsNeeded {
        /// The symbol.
        symbol: Symbol,
    },
    /// The files should say how many decimals a price has, but cannot be read.
    #[error(
        "how many decimals a price of {symbol} has cannot be told from {source_name}: {reason}; name them with --digits N (digits=N in Python)"
    )]
    DigitsUnclear {
        /// The symbol.
        symbol: Symbol,
        /// The file that was asked.
        source_name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A table in memory that is none of ticks.
    #[error(transparent)]
    Table(#[from] FormatError),
    /// The store refused before anything was read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store failed on the way; what was committed before is kept.
    #[error("{error}; {stored} ticks were stored before that and are kept, the same command goes on from there", stored = report.stored)]
    Stopped {
        /// What failed.
        error: StoreError,
        /// What was done until then.
        report: Box<ImportReport>,
    },
}

tickloom_model::error_codes! { ImportError {
    PathNotFound => "import.path_not_found",
    SourceFailed => "import.source_failed",
    NothingToImport => "import.no_ticks",
    DigitsNeeded => "import.digits_needed",
    DigitsUnclear => "import.digits_unclear";
    Self::Table(error) => error.code(),
    Self::Store(error) | Self::Stopped { error, .. } => error.code(),
} }
