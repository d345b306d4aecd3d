//! What a gap is, and the rules by which gaps are told apart.

use std::fmt;

use tickloom_model::{NANOS_PER_SECOND, TimeRange};

/// A stretch of time without ticks that lies in one phase of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// From the last tick before it, or a change of phase, to the first tick after it, or a change of phase.
    pub range: TimeRange,
    /// What to think of it.
    pub class: GapClass,
}

/// What to think of a gap, from the least to the most worrying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GapClass {
    /// The market was closed as in any week.
    Closed,
    /// The market was closed by a holiday, or silent all through an optional one.
    Holiday,
    /// The market was open, and the silence no longer than it sometimes is at that hour.
    Quiet,
    /// The market was open, and the silence much longer than usual at that hour.
    Suspicious,
}

impl GapClass {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Closed, Self::Holiday, Self::Quiet, Self::Suspicious];

    /// The name, as everywhere in Tickloom.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Holiday => "holiday",
            Self::Quiet => "quiet",
            Self::Suspicious => "suspicious",
        }
    }
}

impl fmt::Display for GapClass {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// How gaps are found and told apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GapRules {
    /// Silences shorter than this are not mentioned; nanoseconds, one minute unless changed.
    pub shortest: i64,
    /// Silences up to this length are never suspicious; nanoseconds, five minutes unless changed.
    pub floor: i64,
    /// Of a thousand silences at an hour of the week, how many are usual; 990 unless changed.
    pub usual_per_mille: u32,
    /// How many times as long as the usual ones a suspicious silence is; 10 unless changed.
    pub times_usual: i64,
    /// How many gaps are kept at most; of more, the least worrying are forgotten and counted. 100,000 unless changed.
    pub most: usize,
}

impl Default for GapRules {
    fn default() -> Self {
        Self {
            shortest: 60 * NANOS_PER_SECOND,
            floor: 300 * NANOS_PER_SECOND,
            usual_per_mille: 990,
            times_usual: 10,
            most: 100_000,
        }
    }
}
