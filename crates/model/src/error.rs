//! What can be wrong with a word: one enum, each variant with a stable code.

/// A value that is not one of Tickloom's words. The text says what was found and what is accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// Not a symbol: it could not safely name a folder on every platform.
    #[error(
        "{found:?} is not a symbol: use 1 to 32 letters, digits, '.', '-' or '_', \
         starting with a letter or digit and not ending in '.'"
    )]
    InvalidSymbol {
        /// The text as given.
        found: String,
    },
    /// Not a timeframe.
    #[error(
        "{found:?} is not a timeframe: use 1m 5m 15m 30m 1h 4h 1d 1w 1mo (or M1 … MN1), \
         or any whole number of s, m, h or d up to 366d; \
         bars by ticks, volume, range and Renko bricks are named 100t, 500v, 10r and 10b"
    )]
    InvalidTimeframe {
        /// The text as given.
        found: String,
    },
    /// Not a side of the quote.
    #[error("{found:?} is not a side: use bid, ask or mid")]
    InvalidSide {
        /// The text as given.
        found: String,
    },
    /// Not a way of saying where days begin.
    #[error("{found:?} does not say where days begin: use utc or session")]
    InvalidDay {
        /// The text as given.
        found: String,
    },
    /// Not a way of filling periods without ticks.
    #[error("{found:?} is no way to fill periods without ticks: use flat, or leave them out")]
    InvalidFill {
        /// The text as given.
        found: String,
    },
    /// Not a moment, or one outside 1677-09-21 to 2262-04-11.
    #[error(
        "{found:?} is not a time: use ISO 8601 such as 2019-02-04 or 2019-02-04T13:30:00.250Z \
         (UTC when no offset is given), between 1677-09-22 and 2262-04-11"
    )]
    InvalidTime {
        /// The text as given.
        found: String,
    },
    /// More decimals than a price may have.
    #[error("{found} digits: a price has between 0 and {max} decimals")]
    InvalidDigits {
        /// The number as given.
        found: u64,
        /// The most that is accepted.
        max: u8,
    },
    /// An interval that ends before it starts.
    #[error("the interval ends before it starts: {start} is after {end}")]
    InvalidRange {
        /// The start as given.
        start: String,
        /// The end as given.
        end: String,
    },
    /// Not a kind of instrument.
    #[error("{found:?} is not a kind of instrument: use fx, metal, crypto or other")]
    InvalidKind {
        /// The text as given.
        found: String,
    },
}

crate::error_codes! { ModelError {
    InvalidSymbol => "symbol.invalid",
    InvalidTimeframe => "timeframe.invalid",
    InvalidSide => "side.invalid",
    InvalidDay => "day.invalid",
    InvalidFill => "fill.invalid",
    InvalidTime => "time.invalid",
    InvalidDigits => "digits.invalid",
    InvalidRange => "time.range_invalid",
    InvalidKind => "instrument.kind_invalid",
} }
