//! Stored ticks.

use super::common::{DayList, RANGE, READ, SymbolRange, TablePart};
use crate::method::methods;

methods! {
    /// Ticks of a range, oldest first; ticks of one moment keep the order of their source. Columns: `timestamp`, `bid`, `ask`,
    /// `bid_volume`, `ask_volume`.
    Range = Parts "ticks.range"(SymbolRange) -> TablePart, [RANGE, READ];
    /// The UTC days of a range that hold ticks.
    Days = Once "ticks.days"(SymbolRange) -> DayList, [RANGE];
}
