//! What was found, how often, and where it stands.

use tickloom_model::UnixNanos;

use crate::FindingCode;

/// All that was found of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub code: FindingCode,
    /// How often, exactly: ticks, but stretches for [`FindingCode::Stale`] and files for [`FindingCode::WrongScale`].
    pub count: u64,
    /// The first of them in the order of their sources, at most [`Finding::PLACES`].
    pub first: Vec<Place>,
}

impl Finding {
    /// How many places are kept; a file of nothing but odd rows must not fill the memory.
    pub const PLACES: usize = 5;
}

/// Where something odd stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The name of the source, where it is known.
    pub source: Option<String>,
    /// The line in it, counted from 1; for binary formats the record.
    pub line: Option<u64>,
    /// The offset of the row's first byte in it.
    pub byte: Option<u64>,
    /// The tick's time.
    pub time: UnixNanos,
    /// The values that are odd, as text: `ask 1.14350 is below bid 1.14352`.
    pub what: String,
}
