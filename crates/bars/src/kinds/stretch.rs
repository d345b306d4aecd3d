//! The stretch of time that a bar cannot outlive: its own period for bars of time, its day for all others.

use tickloom_model::{Timeframe, UnixNanos};

use crate::Days;

/// One period of a timeframe after the other. Moments come in order; one before the stretch counts as inside.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stretch {
    timeframe: Timeframe,
    days: Days,
    start: UnixNanos,
    /// A half-open end could not hold the last nanosecond of time. `None` before the first stretch.
    last_moment: Option<i64>,
}

impl Stretch {
    pub(crate) fn of(timeframe: Timeframe, days: Days) -> Self {
        Self { timeframe, days, start: UnixNanos::MIN, last_moment: None }
    }

    #[inline]
    pub(crate) fn covers(&self, time: i64) -> bool {
        self.last_moment.is_some_and(|last| time <= last)
    }

    /// Whether no moment from `time` on lies inside.
    pub(crate) fn is_over(&self, time: UnixNanos) -> bool {
        self.last_moment.is_some_and(|last| last < time.as_i64())
    }

    /// Goes on to the stretch of a moment.
    pub(crate) fn begin(&mut self, time: UnixNanos) {
        let bounds = self.days.bounds(self.timeframe, time);
        self.start = bounds.start;
        // `UnixNanos::MAX` as an end means that the true one lies beyond the range: the last nanosecond is inside too.
        let is_last = bounds.end == UnixNanos::MAX;
        self.last_moment = Some(bounds.end.as_i64() - i64::from(!is_last));
    }

    /// Goes on to the stretch of a moment, or back to where there was none.
    pub(crate) fn begin_again(&mut self, time: Option<UnixNanos>) {
        self.start = UnixNanos::MIN;
        self.last_moment = None;
        time.into_iter().for_each(|time| self.begin(time));
    }

    pub(crate) fn has_begun(&self) -> bool {
        self.last_moment.is_some()
    }

    pub(crate) fn start(&self) -> UnixNanos {
        self.start
    }

    pub(crate) fn last_moment(&self) -> i64 {
        self.last_moment.unwrap_or(i64::MAX)
    }

    pub(crate) fn end(&self) -> UnixNanos {
        UnixNanos::new(self.last_moment().saturating_add(1))
    }
}
