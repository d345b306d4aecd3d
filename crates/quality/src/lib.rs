//! Whether ticks can be trusted: what is odd about them, where it stands, and what happened to the rows.
//!
//! [`checks`] are pure functions over columns of ticks. They mark what they find; a [`Marks`](checks::Marks) becomes
//! [`Finding`]s once somebody knows the places in the source. No check changes a tick. [`gaps`] and [`coverage`] hold what is stored
//! of a symbol against its calendar.
//!
//! ```
//! use tickloom_model::{Digits, Tick, Ticks, UnixNanos};
//! use tickloom_quality::{FindingCode, checks::{self, Keep}};
//!
//! let ticks: Ticks = [(114_352, 114_356), (114_353, 114_351), (114_352, 114_356)]
//!     .into_iter()
//!     .enumerate()
//!     .map(|(second, (bid, ask))| Tick {
//!         timestamp: UnixNanos::new(second as i64 * 1_000_000_000),
//!         bid,
//!         ask,
//!         bid_volume: 1.0,
//!         ask_volume: 1.0,
//!     })
//!     .collect();
//! let marks = checks::batch(&ticks, Digits::new(5)?, Keep::First);
//! assert_eq!(marks.indices(FindingCode::Crossed), [1]);
//! assert_eq!(FindingCode::Crossed.code(), "finding.crossed");
//! # Ok::<(), tickloom_model::ModelError>(())
//! ```

pub mod checks;
mod code;
mod coverage;
mod error;
mod finding;
mod findings;
mod gaps;
mod month;
mod passport;
mod rule;
mod survey;
mod tables;

pub use code::{FindingCode, Severity};
pub use coverage::{CoverageBy, MOST_PERIODS, coverage};
pub use error::QualityError;
pub use finding::{Finding, Place};
pub use findings::Findings;
pub use gaps::{Gaps, SessionGap, gap_class, gaps};
pub use month::Month;
pub use passport::{Passport, passport, passport_hash};
pub use rule::{Action, Rule};
pub use tables::coverage_table;
