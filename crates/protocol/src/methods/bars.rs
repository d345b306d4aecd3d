//! Bars of stored ticks.

use serde_bytes::ByteBuf;

use super::common::{CALENDAR, RANGE, READ, TablePart};
use crate::{method::methods, record::records};

pub(crate) const SIDES: &[&str] = &["bid", "ask", "mid"];
pub(crate) const DAYS: &[&str] = &["utc", "session"];
const KIND: &[&str] = &["timeframe.invalid", "side.invalid", "day.invalid"];

records! {
    /// Which bars are asked for, and as of when.
    BarsQuery {
        /// What is traded, such as `EURUSD`.
        symbol: String,
        /// Of which lengths or kinds, such as `5m`, `1d` or `100t`; all come from one pass over the ticks.
        timeframes: Vec<String>,
        /// The first open time that counts; without it, that of the first tick.
        start: Option<i64> => time(),
        /// Open times from here on do not count; without it, all do.
        end: Option<i64> => time(),
        /// Of which prices.
        side: Option<String> => words(SIDES) default("bid"),
        /// Where days, weeks and months begin: at midnight UTC, or where those of the symbol's calendar do.
        day: Option<String> => words(DAYS) default("utc"),
        /// What stands in periods without ticks while the market is open: nothing, or a bar that stays where the last closed.
        fill: Option<String> => words(&["flat"]),
        /// Answers as if it were this moment: only ticks up to it count, it included.
        as_of: Option<i64> => time(),
        /// Whether the bar in progress is the last row.
        forming: Option<bool> => default("false"),
        /// Whether `available_at`, `complete` and the spreads are among the columns.
        detail: Option<bool> => default("false"),
    }

    /// The bars of a timeframe, or a part of them.
    BarsPart {
        /// Which of those asked for. Those of one follow each other, in the order asked for.
        timeframe: String,
        /// How many decimals prices have, one more for mid. In the first part of a timeframe alone.
        price_digits: Option<u32>,
        /// A piece of an Arrow IPC stream: those of all parts of a timeframe, one after the other, are the stream.
        columns: ByteBuf,
    }

    /// Which bars are put side by side.
    AlignQuery {
        /// What is traded, such as `EURUSD`.
        symbol: String,
        /// A row for each bar of the first; the others stand beside it.
        timeframes: Vec<String>,
        /// The first open time that counts; without it, that of the first tick.
        start: Option<i64> => time(),
        /// Open times from here on do not count; without it, all do.
        end: Option<i64> => time(),
        /// Of which prices.
        side: Option<String> => words(SIDES) default("bid"),
        /// Where days, weeks and months begin.
        day: Option<String> => words(DAYS) default("utc"),
        /// Answers as if it were this moment.
        as_of: Option<i64> => time(),
        /// Whether the bars in progress stand there, too.
        forming: Option<bool> => default("false"),
    }
}

methods! {
    /// Bars whose open time lies in a range, oldest first. Columns: `open_time`, `open`, `high`, `low`, `close`, `volume`, `ticks`,
    /// and those that the query adds.
    Range = Parts "bars.range"(BarsQuery) -> BarsPart,
        [RANGE, KIND, &["fill.invalid", "fill.not_of_time", "fill.too_many"], CALENDAR, READ];
    /// Bars of the first timeframe, each beside what was known of the others when it was complete.
    Align = Parts "bars.align"(AlignQuery) -> TablePart, [RANGE, KIND, &["align.invalid"], CALENDAR, READ];
}
