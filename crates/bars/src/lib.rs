//! Bars from ticks: one timeframe at a time, or many in one pass with every bar in progress readable.
//!
//! Ticks come in as columns and bars go out as columns. [`calendar`] knows when markets are open and to which day time
//! belongs; [`gaps`] tells what is missing. This crate opens no file, starts no thread, reads no
//! clock and knows no storage.
//!
//! # Rules
//! - A bar covers `[open_time, open_time + length)`. Open is the first price and close the last in the order
//!   given, volume is the sum of the side's volumes (of both sides for mid). A period without ticks gives no bar.
//! - Mid prices are `bid + ask`: whole half points, exact.
//! - Ticks come in order of time; equal times keep the order given. A tick older than the latest is dropped and
//!   counted, or put in order if it comes within a [lateness](MtfConfig::lateness): completed bars never change.
//! - Volumes are 32-bit floats summed in 64 bits. Such a sum is exact, and so the same in whatever order and
//!   through whatever timeframes it is made, while it stays below 2^29 (536 million) times the smallest volume
//!   in it that is not zero. Beyond that, ways of building may differ in the last bits of the volume.
//! - Bars by ticks, volume, range and Renko begin anew with each day ([`Days`]) and open at their first tick. All prices are
//!   quoted ones, but for Renko's: see [`RenkoBars`].
//! - Prices lie within [`MAX_POINTS`](tickloom_model::MAX_POINTS); the number of ticks stops at `u32::MAX`.
//!
//! ```
//! use tickloom_bars::build;
//! use tickloom_model::{Side, Tick, Ticks, Timeframe, UnixNanos};
//!
//! let ticks: Ticks = [(0, 114_352), (59, 114_360), (60, 114_355)]
//!     .into_iter()
//!     .map(|(second, bid)| Tick {
//!         timestamp: UnixNanos::new(second * 1_000_000_000),
//!         bid,
//!         ask: bid + 2,
//!         bid_volume: 1.5,
//!         ask_volume: 0.75,
//!     })
//!     .collect();
//! let bars = build(&ticks, Timeframe::M1, Side::Bid);
//! assert_eq!((bars.open[0], bars.high[0], bars.ticks[0]), (114_352, 114_360, 2));
//! assert_eq!((bars.open[1], bars.volume[1]), (114_355, 1.5));
//! ```

mod aggregator;
mod align;
mod builder;
pub mod calendar;
mod column_error;
mod columns;
mod days;
mod flat;
mod float_quotes;
pub mod gaps;
mod kinds;
mod mtf;
mod period;
mod quotes;
mod reduce;
mod ring;
mod sequencer;
mod series;
mod strands;

pub use aggregator::{Aggregator, CompletedBar};
pub use align::{FormingAt, last_known};
pub use builder::{BarBuilder, build};
pub use column_error::ColumnError;
pub use columns::{Prices, TickColumns, TickFloats};
pub use days::Days;
use float_quotes::FloatQuotes;

pub use flat::{FillError, FlatFill, MAX_FILLED_BARS};
pub use kinds::{
    BarAggregator, BarRule, KindBuilder, MAX_BRICKS_PER_TICK, PriceRange, Progress, RenkoBars, RuleBars,
    TickCount, TimeBars, VolumeSum, build_kind,
};
pub use mtf::{
    Condensed, Condenser, MAX_CAPACITY, MAX_HELD, MAX_MEMORY, MAX_SYMBOLS, MAX_TIMEFRAMES, MtfBuilder,
    MtfConfig, MtfError, MtfState, MtfSymbol, SNAPSHOT_VERSION, State, StateChange, SymbolId,
};
pub use quotes::Quotes;
pub use reduce::{Buckets, Value, reduce_bars, reduce_points};
pub use ring::BarRing;
pub use sequencer::Sequencer;
pub use series::BarSeries;
