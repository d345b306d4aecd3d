//! What is known of symbols.

use serde_json::{Map, Value};

use super::common::{CALENDAR, CATALOGUE, Empty};
use crate::{method::methods, record::records};

const SYMBOL: &[&str] = &["symbol.invalid"];

pub(crate) const KINDS: &[&str] = &["fx", "metal", "crypto", "other"];

records! {
    /// A symbol that has ticks, and how many, from when to when.
    Instrument {
        /// Its name.
        symbol: String,
        /// Decimals of its price.
        digits: u32 => range("0 to 9"),
        /// Its market.
        kind: String => words(KINDS),
        /// How many ticks are stored.
        ticks: u64,
        /// How many UTC days have ticks.
        days: u64,
        /// The time of the first tick.
        first: i64 => time(),
        /// The time of the last tick.
        last: i64 => time(),
        /// The size of its files.
        bytes: u64 => unit("bytes"),
        /// Equal hashes mean equal ticks, in whichever format they came.
        content_hash: String,
    }

    /// Symbols.
    InstrumentList {
        /// By name.
        instruments: Vec<Instrument>,
    }

    /// A symbol's decimals and its market.
    InstrumentRecord {
        /// Its name.
        symbol: String,
        /// Decimals of its price.
        digits: u32 => range("0 to 9"),
        /// Its market.
        kind: String => words(KINDS),
    }

    /// What is known of a symbol.
    KnownInstrument {
        /// Missing if nothing is known.
        instrument: Option<InstrumentRecord>,
    }

    /// The name of a symbol.
    SymbolName {
        /// What is traded, such as `EURUSD`.
        symbol: String,
    }

    /// When a market is open.
    CalendarRules {
        /// `name`, `zone`, `sessions` and what else a calendar has.
        rules: Map<String, Value>,
    }
}

methods! {
    /// What is stored of every symbol that has ticks.
    List = Once "instruments.list"(Empty) -> InstrumentList, [CATALOGUE];
    /// What is known of a symbol: from its ticks, from the table of instruments, or built in.
    Get = Once "instruments.get"(SymbolName) -> KnownInstrument, [SYMBOL, CATALOGUE];
    /// The rules by which a symbol's market is open: its own, or the usual of its kind.
    Calendar = Once "instruments.calendar"(SymbolName) -> CalendarRules, [SYMBOL, CALENDAR];
}
