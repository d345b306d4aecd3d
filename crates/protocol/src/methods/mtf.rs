//! Bars of many timeframes that are kept tick by tick: states that clients feed, and those of replays.

use serde_bytes::ByteBuf;

use super::{
    bars::{DAYS, SIDES},
    common::{CALENDAR, Empty, TablePart},
};
use crate::{method::methods, record::records};

pub(crate) const STATE: &[&str] = &[
    "mtf.empty",
    "mtf.too_many",
    "mtf.repeated",
    "mtf.capacity_invalid",
    "mtf.too_large",
    "timeframe.invalid",
    "side.invalid",
    "day.invalid",
    "symbol.invalid",
];
const NAMED: &[&str] = &["session.unknown", "mtf.symbol_unknown", "mtf.timeframe_unknown"];
pub(crate) const UNKNOWN: &[&str] = &["session.unknown"];
pub(crate) const NINE: &str = "1m 5m 15m 30m 1h 4h 1d 1w 1mo";

records! {
    /// A symbol of a state.
    MtfSymbol {
        /// Its name.
        symbol: String,
        /// Decimals of its price; known of major currencies and metals.
        digits: Option<u32> => range("0 to 9"),
    }

    /// What a state is made for.
    MtfOrder {
        /// The symbols.
        symbols: Vec<MtfSymbol>,
        /// The timeframes, of any kind.
        timeframes: Option<Vec<String>> => default(NINE),
        /// Of which prices.
        side: Option<String> => words(SIDES) default("bid"),
        /// Where days, weeks and months begin.
        day: Option<String> => words(DAYS) default("utc"),
        /// How many completed bars are kept of each.
        capacity: Option<u32> => range("1 to 10,000,000") default("1000"),
        /// How late ticks may come.
        lateness: Option<f64> => unit("s") range("0 to 86,400") default("0"),
        /// How many late ticks are held of each symbol.
        held: Option<u32> => range("1 to 10,000,000") default("65536"),
    }

    /// A state that was made.
    MtfSession {
        /// Names it.
        session: String,
        /// Its symbols, in the order given.
        symbols: Vec<String>,
        /// Its timeframes, in the order given.
        timeframes: Vec<String>,
        /// What its buffers take.
        memory: u64 => unit("bytes"),
    }

    /// Names a state or a replay.
    SessionName {
        /// Its name.
        session: String,
    }

    /// Ticks for a state.
    MtfTicks {
        /// Names the state.
        session: String,
        /// What is traded.
        symbol: String,
        /// The ticks as an Arrow IPC stream, with the columns of `ticks.range`.
        columns: ByteBuf,
    }

    /// A moment without ticks.
    MtfMoment {
        /// Names the state.
        session: String,
        /// None comes before it, less the lateness.
        time: i64 => time(),
    }

    /// How far a symbol is.
    MtfPosition {
        /// As of when its bars are told; missing before its first tick.
        watermark: Option<i64> => time(),
        /// Ticks that came too late.
        dropped: u64,
        /// Ticks that are held.
        waiting: u64,
    }

    /// Which bars of a state are asked for.
    MtfStateQuery {
        /// Names the state, or a replay.
        session: String,
        /// What is traded.
        symbol: String,
        /// One of its timeframes.
        timeframe: String,
        /// How many completed bars at most; without it, all that are kept.
        count: Option<u32>,
        /// Whether the bar in progress is the last row.
        forming: Option<bool> => default("true"),
        /// Whether the spreads are among the columns.
        detail: Option<bool> => default("true"),
    }

    /// Which bars of a state are told.
    MtfSubscription {
        /// Names the state, or a replay.
        session: String,
        /// Of which symbols; without it, all.
        symbols: Option<Vec<String>>,
        /// Of which timeframes; without it, all.
        timeframes: Option<Vec<String>>,
        /// Whether bars are told that became complete. None is ever left out.
        completed: Option<bool> => default("true"),
        /// Whether bars in progress are told. A client that is slow gets the latest.
        forming: Option<bool> => default("true"),
        /// Bars that are kept and were available after this moment come first: what was missed while nobody listened.
        after: Option<i64> => time(),
        /// Whether the spreads are among the columns.
        detail: Option<bool> => default("false"),
    }

    /// Bars as columns, one list each, all of one length.
    BarColumns {
        /// Positions among the symbols of the session.
        symbol: Vec<u32>,
        /// Positions among the timeframes of the session.
        timeframe: Vec<u32>,
        /// When they begin.
        open_time: Vec<i64> => time(),
        /// The first price.
        open: Vec<f64>,
        /// The highest price.
        high: Vec<f64>,
        /// The lowest price.
        low: Vec<f64>,
        /// The last price.
        close: Vec<f64>,
        /// The volume of that side.
        volume: Vec<f64>,
        /// How many ticks.
        ticks: Vec<u64>,
        /// From when on they are known; of those in progress when they will be complete at the latest.
        available_at: Vec<i64> => time(),
        /// False of those in progress.
        complete: Vec<bool>,
        /// The least spread, in the quote currency as prices are; where details are asked for.
        spread_min: Option<Vec<f64>>,
        /// The mean spread.
        spread_mean: Option<Vec<f64>>,
        /// The largest spread.
        spread_max: Option<Vec<f64>>,
        /// The last spread.
        spread_close: Option<Vec<f64>>,
        /// Each as a line of a log says it.
        text: Option<Vec<String>>,
    }

    /// What happened in a state.
    MtfEvent {
        /// The moment as of which it is told.
        time: i64 => time(),
        /// Bars that became complete, in the order in which they were known, and then those in progress that have changed.
        bars: BarColumns,
    }
}

methods! {
    /// Makes a state before its first tick. It belongs to the connection, and ends with it.
    Open = Once "mtf.open"(MtfOrder) -> MtfSession,
        [STATE, &["mtf.lateness_invalid", "mtf.digits_needed", "digits.invalid"], CALENDAR];
    /// Adds ticks of a symbol to a state.
    Push = Once "mtf.push"(MtfTicks) -> MtfPosition, [NAMED, &["mtf.tick_invalid", "columns.lengths_differ", "table."]];
    /// Lets the clock of a state move without a tick: bars that ended by then become complete.
    Advance = Once "mtf.advance"(MtfMoment) -> Empty, [UNKNOWN];
    /// The last completed bars, oldest first, and then the bar in progress.
    State = Parts "mtf.state"(MtfStateQuery) -> TablePart, [NAMED];
    /// Bars of a state or of a replay as they become complete, and as they form.
    Subscribe = Events "mtf.subscribe"(MtfSubscription) -> MtfEvent, [NAMED, &["replay.day_changed"]];
    /// Ends a state or a replay.
    Close = Once "mtf.close"(SessionName) -> Empty, [UNKNOWN];
}
