//! What a calendar says of a moment.

use tickloom_model::TimeRange;

/// Whether the market is open, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// As in a usual week.
    Open,
    /// Open on a day on which not every provider quotes.
    OpenOptional,
    /// As in a usual week.
    Closed,
    /// Closed by a holiday; in a usual week it would be open.
    Holiday,
}

impl Phase {
    /// Whether ticks may come.
    #[must_use]
    #[inline]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::OpenOptional)
    }
}

/// A stretch of time that is of one phase; before and after it are others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// From when to when.
    pub range: TimeRange,
    /// What it is.
    pub phase: Phase,
}
