//! A UTC day: the unit by which ticks are stored.

use std::{fmt, str::FromStr};

use jiff::civil::Date;

use crate::{
    ModelError,
    time::{NANOS_PER_DAY, TimeRange, UnixNanos},
};

/// A calendar day in UTC, as days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UtcDay(i32);

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

impl UtcDay {
    /// The day that many days after 1970-01-01.
    #[must_use]
    pub const fn from_days_since_epoch(days: i32) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01, negative before.
    #[must_use]
    pub const fn days_since_epoch(self) -> i32 {
        self.0
    }

    /// The day in which a moment lies.
    #[must_use]
    #[inline]
    pub const fn of(time: UnixNanos) -> Self {
        // An i64 of nanoseconds spans ±106,752 days.
        Self(time.as_i64().div_euclid(NANOS_PER_DAY) as i32)
    }

    /// The day with this civil date.
    ///
    /// # Errors
    /// [`ModelError::InvalidTime`] if there is no such date.
    pub fn from_civil(year: i16, month: i8, day: i8) -> Result<Self, ModelError> {
        Date::new(year, month, day)
            .map(Self::from_date)
            .map_err(|_| ModelError::InvalidTime { found: format!("{year:04}-{month:02}-{day:02}") })
    }

    /// The first moment of the day; clamped to the range of [`UnixNanos`].
    #[must_use]
    pub const fn start(self) -> UnixNanos {
        UnixNanos::new((self.0 as i64).saturating_mul(NANOS_PER_DAY))
    }

    /// The moments of this day: from its start to the next day's, half-open.
    #[must_use]
    pub const fn range(self) -> TimeRange {
        TimeRange { start: self.start(), end: self.next().start() }
    }

    /// The following day.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The first day of this day's month, and of the month after it.
    #[must_use]
    pub(crate) fn month_bounds(self) -> (Self, Self) {
        let first = self.date().first_of_month();
        (Self::from_date(first), Self::from_date(first.last_of_month()).next())
    }

    /// The Monday of this day's week.
    #[must_use]
    pub(crate) const fn monday(self) -> Self {
        // 1970-01-01 was a Thursday, three days after a Monday.
        Self(self.0 - (self.0 + 3).rem_euclid(7))
    }

    fn from_date(date: Date) -> Self {
        Self((date - EPOCH).get_days())
    }

    fn date(self) -> Date {
        EPOCH.saturating_add(jiff::Span::new().days(self.0))
    }
}

impl fmt::Display for UtcDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date();
        write!(formatter, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

impl FromStr for UtcDay {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        let day = text.parse().map(Self::from_date).ok();
        // Dates have other forms too; a day's name is the one that it prints.
        day.filter(|day| day.to_string() == text)
            .ok_or_else(|| ModelError::InvalidTime { found: text.into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_before_the_epoch_lies_in_the_day_before() {
        assert_eq!(UtcDay::of(UnixNanos::new(-1)).to_string(), "1969-12-31");
    }

    #[test]
    fn weeks_start_on_monday() {
        let day: UtcDay = "2019-02-10".parse().unwrap();
        assert_eq!(day.monday().to_string(), "2019-02-04");
        assert_eq!(day.next().monday().to_string(), "2019-02-11");
    }

    #[test]
    fn february_of_a_leap_year_has_29_days() {
        let (first, next) = "2020-02-29".parse::<UtcDay>().unwrap().month_bounds();
        assert_eq!(next.days_since_epoch() - first.days_since_epoch(), 29);
    }

    #[test]
    fn a_day_is_read_only_as_it_prints() {
        for text in
            ["20190204", "2019-2-4", "2019-02-04T10:00", "2019-W06-1", "-000005-05-05", "2019-02-30", ""]
        {
            assert!(text.parse::<UtcDay>().is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_day_prints_what_it_parses(days in -106_000_i32..106_000) {
            let day = UtcDay::from_days_since_epoch(days);
            proptest::prop_assert_eq!(day.to_string().parse::<UtcDay>().unwrap(), day);
        }
    }
}
