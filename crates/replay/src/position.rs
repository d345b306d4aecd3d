//! How far a replay has come.

use tickloom_model::UnixNanos;

/// Where a replay stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// What its clock shows.
    pub now: UnixNanos,
    /// Ticks played since the start of its range.
    pub played: u64,
    /// Ticks in its range.
    pub ticks: u64,
}

impl Position {
    /// Which part of the ticks was played, from 0 to 1.
    #[must_use]
    pub fn progress(&self) -> f64 {
        self.played as f64 / self.ticks as f64
    }
}
