//! What an import is told beside what to read, and what that says of one file.

use std::{collections::BTreeSet, num::NonZeroUsize};

use tickloom_formats::csv::{ReadOptions, date_of_name};
use tickloom_model::{Digits, Symbol, UtcDay};

use crate::plan::Source;

/// How an import is carried out.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// Decimals of a price, for instruments that are not known and formats that do not tell.
    pub digits: Option<Digits>,
    /// Threads that parse and encode; one for each core if none.
    pub threads: Option<NonZeroUsize>,
    /// What is known of CSV files beyond their bytes. Dates are taken from the files' names where none is given here.
    pub read: ReadOptions,
    /// Only ticks of these UTC days; all if none.
    pub days: Option<BTreeSet<UtcDay>>,
    /// Reads also those files again that an earlier import has stored whole and that are unchanged.
    pub again: bool,
    /// Whether to refuse rows that are kept otherwise: see [`FindingCode::is_refused_by_strict`](tickloom_quality::FindingCode::is_refused_by_strict).
    pub strict: bool,
    /// How much of a CSV file is read and parsed as one piece; 256 KiB if none. What is found depends on it in nothing, so only tests
    /// need another, of at least some hundred rows.
    pub piece_bytes: Option<NonZeroUsize>,
}

/// What is known of one CSV source: what the caller knows, and what its name says.
pub(crate) fn read_options(known: &ReadOptions, symbol: &Symbol, source: &Source) -> ReadOptions {
    let date = known.date.or_else(|| date_of_name(&source.name));
    ReadOptions { date, symbol: Some(symbol.clone()), ..known.clone() }
}
