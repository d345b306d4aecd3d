//! What methods of several groups take, give and fail with.

use serde_bytes::ByteBuf;

use super::report::ImportReport;
use crate::record::records;

/// What a symbol and a range of time may be refused for.
pub(crate) const RANGE: &[&str] = &["symbol.unknown", "symbol.invalid", "time.range_invalid"];
/// What reading stored ticks may fail with.
pub(crate) const READ: &[&str] = &["store.io", "store.partition_damaged"];
/// What every change of a store may fail with.
pub(crate) const WRITE: &[&str] = &["store.io", "store.full", "store.read_only", "store.catalogue"];
/// What reading the catalogue may fail with.
pub(crate) const CATALOGUE: &[&str] = &["store.busy", "store.catalogue"];
/// Rules of calendars that cannot be read, or from which none can be made.
pub(crate) const CALENDAR: &[&str] = &["calendar.", "store.busy", "store.catalogue"];

records! {
    /// Nothing that needs to be said.
    Empty {}

    /// A symbol, and a range of time.
    SymbolRange {
        /// What is traded, such as `EURUSD`.
        symbol: String,
        /// Where the range begins, inside it; without it, with the first tick.
        start: Option<i64> => time(),
        /// Where the range ends, outside it; without it, after the last tick.
        end: Option<i64> => time(),
    }

    /// Facts of an error.
    ErrorDetails {
        /// What an import did before it ended.
        report: Option<ImportReport>,
    }

    /// A table, or a part of one that goes on in the next reply.
    TablePart {
        /// How many decimals prices have, one more for mid; missing for tables that know of no prices. In the first part alone.
        price_digits: Option<u32>,
        /// A piece of an Arrow IPC stream: those of all parts, one after the other, are the stream.
        columns: ByteBuf,
    }

    /// Days in UTC, or of the market.
    DayList {
        /// Such as `2019-02-04`, oldest first.
        days: Vec<String>,
    }
}
