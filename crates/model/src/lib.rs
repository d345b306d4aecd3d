//! The words of Tickloom: symbols, instruments, times, prices, sides, timeframes, ticks and bars.
//!
//! Everything here is a value. This crate opens no file, reads no clock, starts no thread and knows no
//! storage, wire or language binding; every other crate may use it.
//!
//! Prices are whole numbers of *points* (`price × 10^digits`), times are whole UTC nanoseconds since the UNIX
//! epoch, intervals are half-open `[start, end)`.
//!
//! ```
//! use tickloom_model::{Timeframe, UnixNanos};
//!
//! let five_minutes: Timeframe = "5m".parse()?;
//! let time: UnixNanos = "2019-02-04T00:07:30Z".parse()?;
//! assert_eq!(five_minutes.open_time(time).to_string(), "2019-02-04T00:05:00.000Z");
//! # Ok::<(), tickloom_model::ModelError>(())
//! ```

mod bar;
mod bar_kind;
mod day;
mod day_rule;
mod error;
mod error_codes;
mod fill;
mod instrument;
mod points;
mod price;
mod side;
mod symbol;
mod tick;
mod time;
mod timeframe;

pub use bar::{Bar, Bars, Spread, Spreads};
pub use bar_kind::BarKind;
pub use day::UtcDay;
pub use day_rule::DayRule;
pub use error::ModelError;
pub use fill::Fill;
pub use instrument::{Instrument, InstrumentKind};
pub use points::{NOISE, extend_points, nearest_point, points_of_f64};
pub use price::{Digits, MAX_POINTS, POWERS_OF_TEN, points_to_f64};
pub use side::Side;
pub use symbol::Symbol;
pub use tick::{Tick, Ticks};
pub use time::{NANOS_PER_DAY, NANOS_PER_MICRO, NANOS_PER_MILLI, NANOS_PER_SECOND, TimeRange, UnixNanos};
pub use timeframe::{Timeframe, WholeDays};
