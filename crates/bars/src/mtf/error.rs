//! What can be wrong with a multi-timeframe state: with what is asked of it, or with a snapshot.

use tickloom_model::{BarKind, Symbol};

use crate::{ColumnError, calendar::CalendarError};

/// A state that cannot be made, asked or restored. The text says what was found and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MtfError {
    /// No symbols, or no timeframes.
    #[error("a multi-timeframe state needs {what}: name one at least")]
    Empty {
        /// What is missing.
        what: &'static str,
    },
    /// More symbols or timeframes than a state takes.
    #[error("{found} {what} are too many for one state: it takes {most}, make several")]
    TooMany {
        /// What is too many.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// The same symbol or timeframe twice.
    #[error("{found} is named twice: name every symbol and timeframe once")]
    Repeated {
        /// Its name.
        found: String,
    },
    /// A ring buffer of no bars, or of too many.
    #[error("a capacity of {found} bars a timeframe: use 1 to {most}")]
    InvalidCapacity {
        /// The capacity as given.
        found: usize,
        /// The largest.
        most: usize,
    },
    /// A window for late ticks that cannot be kept.
    #[error("a lateness of {nanos} ns with room for {room} ticks: use 0 to a day, and room for 1 to {most}")]
    InvalidLateness {
        /// The lateness as given.
        nanos: i64,
        /// The ticks that may be held, as given.
        room: usize,
        /// The most ticks that may be held.
        most: usize,
    },
    /// More memory than a state may take.
    #[error(
        "the state would take {bytes} bytes, and {most} are allowed: ask for fewer symbols or timeframes, or for \
         a smaller capacity"
    )]
    TooLarge {
        /// What it would take.
        bytes: u64,
        /// What it may take.
        most: u64,
    },
    /// A symbol of which it is not known how its prices are written.
    #[error("how many decimals the prices of {symbol} have is not known: give its digits")]
    DigitsNeeded {
        /// The symbol.
        symbol: Symbol,
    },
    /// A calendar that cannot be.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// A symbol that the state was not made for.
    #[error("{symbol} is none of the state's symbols: it was made for {known}")]
    UnknownSymbol {
        /// The symbol asked for.
        symbol: Symbol,
        /// Those it has.
        known: String,
    },
    /// A timeframe that the state was not made for.
    #[error("{timeframe} is none of the state's timeframes: it was made for {known}")]
    UnknownTimeframe {
        /// The timeframe asked for.
        timeframe: BarKind,
        /// Those it has.
        known: String,
    },
    /// A row that is no tick.
    #[error("{place}: {field} {found} is not {expected}; it and what follows was not taken")]
    InvalidTick {
        /// The row, counted from 0, of columns.
        place: String,
        /// The column.
        field: String,
        /// The value as given.
        found: String,
        /// What would do.
        expected: String,
    },
    /// Columns of which no ticks can be made.
    #[error(transparent)]
    Columns(#[from] ColumnError),
    /// Bytes that are no snapshot, or not all of one, or not as they were written.
    #[error(
        "these {bytes} bytes are no whole snapshot of a multi-timeframe state: take another, or begin anew"
    )]
    SnapshotDamaged {
        /// How many there are.
        bytes: usize,
    },
    /// A snapshot in a form that this version does not know.
    #[error("the snapshot has version {found}, and this Tickloom reads {known}: begin anew from the ticks")]
    SnapshotVersion {
        /// Its version.
        found: u16,
        /// The one that is known.
        known: u16,
    },
    /// A snapshot of a state that was made differently.
    #[error(
        "the snapshot is of another state ({found}): restore it into one made the same way, not {expected}"
    )]
    SnapshotDiffers {
        /// How the state of the snapshot was made.
        found: String,
        /// How this one was.
        expected: String,
    },
}

tickloom_model::error_codes! { MtfError {
    Empty => "mtf.empty",
    TooMany => "mtf.too_many",
    Repeated => "mtf.repeated",
    InvalidCapacity => "mtf.capacity_invalid",
    InvalidLateness => "mtf.lateness_invalid",
    TooLarge => "mtf.too_large",
    DigitsNeeded => "mtf.digits_needed",
    UnknownSymbol => "mtf.symbol_unknown",
    UnknownTimeframe => "mtf.timeframe_unknown",
    InvalidTick => "mtf.tick_invalid",
    SnapshotDamaged => "mtf.snapshot_damaged",
    SnapshotVersion => "mtf.snapshot_version",
    SnapshotDiffers => "mtf.snapshot_differs";
    Self::Calendar(error) => error.code(),
    Self::Columns(error) => error.code(),
} }
