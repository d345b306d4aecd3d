//! The days, weeks and months to which time belongs when days do not begin at midnight UTC.

use tickloom_model::{NANOS_PER_SECOND, TimeRange, UnixNanos, UtcDay};

use super::{
    Calendar, Shared,
    civil::{DAY, days_since_monday, from_jiff, plus_days, to_jiff},
};

const NOON: u32 = DAY / 2;

/// A day as the market counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionDay {
    /// Its date in the calendar's zone.
    pub date: UtcDay,
    /// Its moments: 24 hours, or as many more or fewer as the zone's clocks change by.
    pub range: TimeRange,
}

impl Calendar {
    /// The session day in which a moment lies. Days tile all time: closed days are days too, and ticks that come on them
    /// are theirs.
    ///
    /// This asks the zone; where times come in order, [walk](Self::walk) instead.
    #[must_use]
    pub fn session_day(&self, time: UnixNanos) -> SessionDay {
        let shared = &*self.0;
        let (mut date, nanos) = shared.zone.civil(time);
        if is_evening_before(shared) && nanos >= i64::from(day_start(shared)) * NANOS_PER_SECOND {
            date = date.next();
        }
        // Where clocks jump over the start of a day, or show it twice, what they show may be a day off.
        while start_of(shared, date) > time {
            date = plus_days(date, -1);
        }
        while start_of(shared, date.next()) <= time && time < UnixNanos::MAX {
            date = date.next();
        }
        self.day(date)
    }

    /// The session day of a date.
    #[must_use]
    pub fn day(&self, date: UtcDay) -> SessionDay {
        SessionDay { date, range: day_range(&self.0, date) }
    }

    /// The session days, so many at a time counted from 1970-01-01, among which a moment lies.
    #[must_use]
    pub fn session_days(&self, time: UnixNanos, count: u32) -> TimeRange {
        let count = count.clamp(1, 366) as i32;
        let date = self.session_day(time).date;
        let first = plus_days(date, -date.days_since_epoch().rem_euclid(count));
        self.days(first, plus_days(first, count)).range
    }

    /// The seven session days, from Monday's, among which a moment lies; their `date` is that Monday.
    #[must_use]
    pub fn session_week(&self, time: UnixNanos) -> SessionDay {
        let date = self.session_day(time).date;
        let monday = plus_days(date, -days_since_monday(date));
        self.days(monday, plus_days(monday, 7))
    }

    /// The session days of a month, among which a moment lies; their `date` is the first of that month.
    #[must_use]
    pub fn session_month(&self, time: UnixNanos) -> SessionDay {
        let first = to_jiff(self.session_day(time).date).first_of_month();
        self.days(from_jiff(first), from_jiff(first.last_of_month()).next())
    }

    /// Days and nanoseconds since Monday 00:00 on the clocks of the zone.
    pub(crate) fn since_monday(&self, time: UnixNanos) -> (usize, i64) {
        let (date, nanos) = self.0.zone.civil(time);
        (days_since_monday(date) as usize, nanos)
    }

    fn days(&self, date: UtcDay, end: UtcDay) -> SessionDay {
        let (start, end) = (start_of(&self.0, date), start_of(&self.0, end));
        SessionDay { date, range: TimeRange { start, end } }
    }
}

pub(crate) fn day_range(shared: &Shared, date: UtcDay) -> TimeRange {
    TimeRange { start: start_of(shared, date), end: start_of(shared, date.next()) }
}

fn start_of(shared: &Shared, date: UtcDay) -> UnixNanos {
    let eve = if is_evening_before(shared) { plus_days(date, -1) } else { date };
    shared.zone.moment(eve, day_start(shared))
}

fn day_start(shared: &Shared) -> u32 {
    shared.rules.day_start.seconds()
}

fn is_evening_before(shared: &Shared) -> bool {
    day_start(shared) >= NOON
}
