//! Bars of every kind: one aggregator for each, and the one that is chosen by name.

mod any;
mod builder;
mod in_progress;
mod range;
mod renko;
mod rule;
mod stretch;
mod ticks;
mod time;
mod volume;

pub use any::{BarAggregator, Progress};
pub use builder::{KindBuilder, build_kind};
pub use range::PriceRange;
pub use renko::{MAX_BRICKS_PER_TICK, RenkoBars};
pub use rule::{BarRule, RuleBars};
pub use ticks::TickCount;
pub use time::TimeBars;
pub use volume::VolumeSum;
