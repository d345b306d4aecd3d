//! The hour of the week, as clocks in the calendar's zone show it.

use tickloom_model::{NANOS_PER_SECOND, TimeRange, UnixNanos};

use crate::calendar::Calendar;

const HOUR: i64 = 3_600 * NANOS_PER_SECOND;

/// Hours of a week.
pub(crate) const N_HOURS: usize = 168;

/// One hour: which of the week, and from when to when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WeekHour {
    pub(crate) index: usize,
    pub(crate) range: TimeRange,
}

impl WeekHour {
    /// Holds no moment.
    pub(crate) const NONE: Self =
        Self { index: 0, range: TimeRange { start: UnixNanos::MAX, end: UnixNanos::MIN } };

    /// The hour in which a moment lies. Zones whose clocks change within an hour have that hour a little off.
    pub(crate) fn of(calendar: &Calendar, time: UnixNanos) -> Self {
        let (days, nanos) = calendar.since_monday(time);
        let start = time.saturating_add(-(nanos % HOUR));
        let range = TimeRange { start, end: start.saturating_add(HOUR) };
        Self { index: days * 24 + (nanos / HOUR) as usize, range }
    }

    /// Goes on to the hour of a moment, if it is another.
    #[inline]
    pub(crate) fn reach(&mut self, calendar: &Calendar, time: UnixNanos) {
        if !self.range.contains(time) {
            *self = Self::of(calendar, time);
        }
    }
}
