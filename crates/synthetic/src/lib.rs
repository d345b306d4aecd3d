//! Ticks like the market's, made out of a seed: the data of examples, benches and samples.
//!
//! A [`Generator`] gives any UTC day of a EUR/USD-like market, on every platform the same, in whatever order days
//! are asked for. Gaps, spreads, moves and volumes follow distributions fitted to a real day, so that the ticks
//! take as many bytes and as much work as real ones. This crate knows no file, clock or format.
//!
//! ```
//! use tickloom_synthetic::{Generator, sample_week};
//!
//! let (sunday, _) = sample_week();
//! let ticks = Generator::new(42).day(sunday.next());
//! assert!((90_000..150_000).contains(&ticks.len()));
//! assert_eq!(ticks, Generator::new(42).day(sunday.next()));
//! ```

mod anchor;
mod arrival;
mod chances;
mod generator;
mod quote;
mod random;
mod schedule;
mod session;
mod volume;
mod way;
mod week;
mod weighted;

pub use generator::{DIGITS, Generator};
pub use week::sample_week;
