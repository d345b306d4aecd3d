//! Asking about many moments in order: the answer before is kept, and mostly holds for the next moment too.

use tickloom_model::{TimeRange, UnixNanos, UtcDay};

use super::{Calendar, Phase, SessionDay, Span};

/// A calendar that remembers what it answered last. Any order of moments is right; an ascending one is fast.
#[derive(Debug, Clone)]
pub struct Walk {
    calendar: Calendar,
    span: Span,
    day: SessionDay,
}

/// Holds no moment, so that the first question is always worked out.
const NOTHING: TimeRange = TimeRange { start: UnixNanos::MAX, end: UnixNanos::MIN };

impl Walk {
    pub(crate) fn new(calendar: Calendar) -> Self {
        Self {
            calendar,
            span: Span { range: NOTHING, phase: Phase::Closed },
            day: SessionDay { date: UtcDay::from_days_since_epoch(0), range: NOTHING },
        }
    }

    /// The calendar that is asked.
    #[must_use]
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The whole stretch of one phase in which a moment lies.
    #[inline]
    pub fn span(&mut self, time: UnixNanos) -> Span {
        if !self.span.range.contains(time) {
            self.span = self.calendar.span(time);
        }
        self.span
    }

    /// Whether the market is open at a moment.
    #[inline]
    pub fn is_open(&mut self, time: UnixNanos) -> bool {
        self.span(time).phase.is_open()
    }

    /// The session day in which a moment lies.
    #[inline]
    pub fn session_day(&mut self, time: UnixNanos) -> SessionDay {
        if !self.day.range.contains(time) {
            self.day = self.calendar.session_day(time);
        }
        self.day
    }

    /// Nanoseconds of open time in a range.
    pub fn open_time_in(&mut self, range: TimeRange) -> u64 {
        let (mut open, mut start) = (0, range.start);
        while start < range.end {
            let Span { range: span, phase } = self.span(start);
            let end = span.end.min(range.end);
            open += if phase.is_open() { start.as_i64().abs_diff(end.as_i64()) } else { 0 };
            start = end;
        }
        open
    }
}
