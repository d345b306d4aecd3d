//! Stored ticks played again: many symbols in one order, at any speed, with the bars that were known at each moment.
//!
//! A [`Replay`] is a clock over what a store holds. It plays ticks in the order of time, equal times in the order in which
//! symbols were named and then as stored, and feeds the same state of bars that live ticks feed. [`Pace`] maps real time to
//! market time; who plays reads a clock and sleeps. This crate knows no format, no file and no clock of its own.
//!
//! ```
//! use tickloom_model::{Digits, TimeRange};
//! use tickloom_replay::{Replay, ReplayOptions, Step};
//! use tickloom_store::{PartitionKey, Store};
//!
//! # let home = tempfile::tempdir()?;
//! # let home = home.path();
//! # let store = Store::open(home)?;
//! # let tick = |minute: i64| tickloom_model::Tick {
//! #     timestamp: "2019-02-04".parse::<tickloom_model::UnixNanos>().unwrap().saturating_add(minute * 60_000_000_000),
//! #     bid: 114_541 + minute, ask: 114_545 + minute, bid_volume: 1.0, ask_volume: 1.0,
//! # };
//! # let key = PartitionKey { symbol: "EURUSD".parse()?, day: "2019-02-04".parse()? };
//! # store.commit(store.stage(key, Digits::new(5)?, vec![(0..60).map(tick).collect()], &[])?)?;
//! let options = ReplayOptions { timeframes: vec!["5m".parse()?, "1h".parse()?], ..ReplayOptions::default() };
//! let mut replay = Replay::open(&store, &["EURUSD".parse()?], TimeRange::ALL, options)?;
//! assert!(replay.step(Step::Bar("5m".parse()?), || false)?);
//! assert_eq!(replay.now(), "2019-02-04T00:05".parse()?);
//! replay.seek("2019-02-04T00:32".parse()?, || false)?;
//! assert_eq!(replay.position().played, 33);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod checkpoints;
mod deadlines;
mod error;
mod event;
mod merge;
mod moment;
mod options;
mod pace;
mod plan;
mod playing;
mod position;
mod reader;
mod replay;
mod step;
mod watching;

pub use error::ReplayError;
pub use event::{Event, Watch};
pub use options::ReplayOptions;
pub use pace::Pace;
pub use position::Position;
pub use replay::Replay;
pub use step::Step;
