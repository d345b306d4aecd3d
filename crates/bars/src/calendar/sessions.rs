//! When a market is open: now, within a range, and next.

use tickloom_model::{TimeRange, UnixNanos};

use super::{Calendar, Phase, Span, Walk};

impl Calendar {
    /// What the calendar says of a moment.
    #[must_use]
    pub fn phase(&self, time: UnixNanos) -> Phase {
        self.0.phase(time)
    }

    /// The whole stretch of one phase in which a moment lies.
    #[must_use]
    pub fn span(&self, time: UnixNanos) -> Span {
        self.0.span(time)
    }

    /// Whether the market is open at a moment.
    #[must_use]
    pub fn is_open(&self, time: UnixNanos) -> bool {
        self.phase(time).is_open()
    }

    /// The whole session in which a moment lies; `None` if the market is closed then. Sessions are as long as the
    /// market stays open: five days for currencies.
    #[must_use]
    pub fn session(&self, time: UnixNanos) -> Option<TimeRange> {
        let run = self.run(time);
        run.0.then_some(run.1)
    }

    /// The open time of a range: sessions in order, the first and last cut to the range.
    #[must_use]
    pub fn sessions(&self, range: TimeRange) -> Sessions {
        Sessions { calendar: self.clone(), range }
    }

    /// Nanoseconds of open time in a range.
    #[must_use]
    pub fn open_time_in(&self, range: TimeRange) -> u64 {
        self.sessions(range).map(|session| session.start.as_i64().abs_diff(session.end.as_i64())).sum()
    }

    /// When the market next opens after a moment; `None` if it never does.
    #[must_use]
    pub fn next_open(&self, time: UnixNanos) -> Option<UnixNanos> {
        self.next_change(time, true)
    }

    /// When the market next closes after a moment; `None` if it never does.
    #[must_use]
    pub fn next_close(&self, time: UnixNanos) -> Option<UnixNanos> {
        self.next_change(time, false)
    }

    /// A way to ask about many moments in order, at next to no cost each.
    #[must_use]
    pub fn walk(&self) -> Walk {
        Walk::new(self.clone())
    }

    fn next_change(&self, time: UnixNanos, to_open: bool) -> Option<UnixNanos> {
        let (is_open, run) = self.run(time);
        let change = if is_open == to_open { self.run(run.end).1.end } else { run.end };
        (change < UnixNanos::MAX).then_some(change)
    }

    /// Whether it is open at a moment, and for how long it is that, whatever the phases.
    pub(crate) fn run(&self, time: UnixNanos) -> (bool, TimeRange) {
        let Span { mut range, phase } = self.span(time);
        let alike = |time| Some(self.span(time)).filter(|span| span.phase.is_open() == phase.is_open());
        while range.start > UnixNanos::MIN
            && let Some(before) = alike(range.start.saturating_add(-1))
        {
            range.start = before.range.start;
        }
        while range.end < UnixNanos::MAX
            && let Some(after) = alike(range.end)
        {
            range.end = after.range.end;
        }
        (phase.is_open(), range)
    }
}

/// The open time of a range, oldest first. See [`Calendar::sessions`].
#[derive(Debug, Clone)]
pub struct Sessions {
    calendar: Calendar,
    /// What is left of the range.
    range: TimeRange,
}

impl Iterator for Sessions {
    type Item = TimeRange;

    fn next(&mut self) -> Option<TimeRange> {
        while self.range.start < self.range.end {
            let (start, (is_open, run)) = (self.range.start, self.calendar.run(self.range.start));
            let end = run.end.min(self.range.end);
            self.range.start = end;
            if is_open {
                return Some(TimeRange { start, end });
            }
        }
        None
    }
}
