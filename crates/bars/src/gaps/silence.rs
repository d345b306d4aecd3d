//! A silence within one phase, not judged yet.

use tickloom_model::{TimeRange, UnixNanos};

use crate::calendar::{Phase, Span};

/// A silence within one phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Silence {
    pub(crate) range: TimeRange,
    pub(crate) phase: Phase,
    pub(crate) edge: Edge,
}

/// Whether a silence begins or ends with its phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    /// Neither: ticks on both sides.
    No,
    /// It begins with the phase.
    Start,
    /// It ends with the phase.
    End,
    /// It is the whole phase.
    Both,
}

impl Edge {
    pub(crate) fn of(range: TimeRange, span: Span) -> Self {
        match (range.start == span.range.start, range.end == span.range.end) {
            (false, false) => Self::No,
            (true, false) => Self::Start,
            (false, true) => Self::End,
            (true, true) => Self::Both,
        }
    }

    /// Which habit it belongs to; none if it is at no edge or at both.
    pub(crate) const fn kind(self) -> Option<usize> {
        match self {
            Self::No | Self::Both => None,
            Self::Start => Some(0),
            Self::End => Some(1),
        }
    }

    /// The moment of a silence that lies at the edge.
    pub(crate) fn inside(self, range: TimeRange) -> UnixNanos {
        if self == Self::End { range.last_moment() } else { range.start }
    }
}
