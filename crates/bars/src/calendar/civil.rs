//! Times as people of a zone name them: days of the week, times of the day, dates.

use std::{fmt, str::FromStr};

use jiff::{Span, civil::Date};
use tickloom_model::UtcDay;

use super::CalendarError;

/// Seconds in a civil day of usual length.
pub(crate) const DAY: u32 = 86_400;
/// Seconds in a civil week of usual length.
pub(crate) const WEEK: u32 = 7 * DAY;

const EPOCH: Date = jiff::civil::date(1970, 1, 1);
/// Beyond every moment that there is, in days from the epoch.
const FARTHEST_DAY: i32 = 200_000;

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

const SHORT: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

impl Weekday {
    /// All seven, from Monday.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// The weekday of a date.
    #[must_use]
    pub fn of(date: UtcDay) -> Self {
        Self::ALL[days_since_monday(date) as usize]
    }

    /// `Mon` to `Sun`.
    #[must_use]
    pub const fn short(self) -> &'static str {
        SHORT[self as usize]
    }

    /// The weekday that is called so in [`short`](Self::short).
    pub(crate) fn named(short: &str) -> Option<Self> {
        SHORT.iter().position(|name| *name == short).map(|index| Self::ALL[index])
    }

    /// That time on this weekday.
    #[must_use]
    pub const fn at(self, time: DayTime) -> WeekTime {
        WeekTime(self as u32 * DAY + time.0)
    }
}

/// A time of the day in whole seconds, from 00:00 to 24:00. Parses and prints `17:00` and `17:00:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DayTime(u32);

impl DayTime {
    /// The start of the day.
    pub const MIDNIGHT: Self = Self(0);
    /// The end of the day.
    pub const END: Self = Self(DAY);

    /// The time at a full hour.
    ///
    /// # Errors
    /// [`CalendarError::InvalidDayTime`] beyond 24.
    pub fn hour(hour: u8) -> Result<Self, CalendarError> {
        if hour > 24 {
            return Err(CalendarError::InvalidDayTime { found: format!("{hour}:00") });
        }
        Ok(Self::from_hour(hour.into()))
    }

    /// Seconds since the start of the day.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        self.0
    }

    pub(crate) const fn from_hour(hour: u32) -> Self {
        Self(hour * 3_600)
    }

    pub(crate) const fn from_seconds(seconds: u32) -> Self {
        Self(seconds)
    }
}

impl fmt::Display for DayTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second) = (self.0 / 3_600, self.0 / 60 % 60, self.0 % 60);
        write!(formatter, "{hour:02}:{minute:02}")?;
        if second == 0 { Ok(()) } else { write!(formatter, ":{second:02}") }
    }
}

impl FromStr for DayTime {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let invalid = || CalendarError::InvalidDayTime { found: text.into() };
        let two_digits = |part: &str| {
            let plain = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| part.parse::<u32>().ok()).flatten().ok_or_else(invalid)
        };
        let parts = text.split(':').map(two_digits).collect::<Result<Vec<_>, _>>()?;
        let (hour, minute, second) = match parts[..] {
            [hour, minute] => (hour, minute, 0),
            [hour, minute, second] => (hour, minute, second),
            _ => return Err(invalid()),
        };
        let total = hour * 3_600 + minute * 60 + second;
        if minute < 60 && second < 60 && total <= DAY { Ok(Self(total)) } else { Err(invalid()) }
    }
}

/// A time of the week, in seconds since Monday 00:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WeekTime(pub(crate) u32);

pub(crate) fn days_since_monday(date: UtcDay) -> i32 {
    // 1970-01-01 was a Thursday, three days after a Monday.
    (date.days_since_epoch() + 3).rem_euclid(7)
}

pub(crate) fn plus_days(date: UtcDay, days: i32) -> UtcDay {
    UtcDay::from_days_since_epoch(date.days_since_epoch().saturating_add(days))
}

pub(crate) fn to_jiff(date: UtcDay) -> Date {
    let days = date.days_since_epoch().clamp(-FARTHEST_DAY, FARTHEST_DAY);
    EPOCH.saturating_add(Span::new().days(days))
}

pub(crate) fn from_jiff(date: Date) -> UtcDay {
    UtcDay::from_days_since_epoch((date - EPOCH).get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_parse_what_they_print() {
        for text in ["00:00", "17:00", "09:30:15", "23:59:59", "24:00"] {
            assert_eq!(text.parse::<DayTime>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_time_of_day_is_refused() {
        for text in ["", "17", "5:00", "24:01", "25:00", "12:60", "12:00:60", "+1:00", "12:00:00:00", "é2:00"]
        {
            let expected = Err(CalendarError::InvalidDayTime { found: text.into() });
            assert_eq!(text.parse::<DayTime>(), expected, "{text:?}");
        }
        assert!(DayTime::hour(25).is_err());
    }

    #[test]
    fn dates_have_the_weekdays_of_the_calendar() {
        for (date, weekday) in [
            ("1969-12-28", Weekday::Sunday),
            ("1970-01-01", Weekday::Thursday),
            ("2019-02-04", Weekday::Monday),
        ] {
            assert_eq!(Weekday::of(date.parse().unwrap()), weekday, "{date}");
        }
    }
}
