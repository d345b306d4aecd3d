//! Silences between ticks, and whether anyone should worry about them.
//!
//! A silence is cut where the calendar's phases change. What lies in closed time is *closed* or *holiday*; what lies in
//! open time is *suspicious* if it is much longer than usual at that hour of the week, else *quiet*. What is usual is
//! learnt from the same ticks, hour of the week by hour of the week, in the calendar's zone.
//!
//! ```
//! use tickloom_bars::{calendar::Calendar, gaps::{GapClass, GapRules, gaps}};
//! use tickloom_model::{InstrumentKind, NANOS_PER_SECOND, UnixNanos};
//!
//! let noon: UnixNanos = "2024-01-10T12:00".parse()?;
//! // A tick each second for two hours, but for twenty minutes.
//! let seconds = (0..7_200).filter(|second| !(3_000..4_200).contains(second));
//! let times: Vec<i64> = seconds.map(|second| noon.as_i64() + second * NANOS_PER_SECOND).collect();
//!
//! let found = gaps([&times[..]], &Calendar::of(InstrumentKind::Fx)?, &GapRules::default());
//! assert_eq!(found.len(), 1);
//! assert_eq!(found[0].class, GapClass::Suspicious);
//! assert_eq!(found[0].range.start.to_string(), "2024-01-10T12:49:59.000Z");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod coverage;
mod coverage_builder;
mod finder;
mod gap;
mod habits;
mod histogram;
mod hours;
mod silence;

pub use coverage::{Coverage, CoverageClass};
pub use coverage_builder::CoverageBuilder;
pub use finder::{GapFinder, gaps};
pub use gap::{Gap, GapClass, GapRules};
