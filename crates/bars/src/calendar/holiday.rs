//! Days that differ from the usual week, by rule or by date.

use jiff::civil::{Date, date};
use tickloom_model::UtcDay;

use super::{
    CalendarError,
    civil::{DayTime, Weekday, from_jiff, plus_days, to_jiff},
};

/// A session day that differs from the usual week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// What it is called.
    pub name: String,
    /// When it is.
    pub date: HolidayDate,
    /// What is closed.
    pub hours: HolidayHours,
}

/// The date of a holiday: of the session day, which for currencies begins on the evening before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum HolidayDate {
    /// The same date each year; 29 February only when there is one.
    Yearly {
        /// From 1.
        month: i8,
        /// From 1.
        day: i8,
    },
    /// Some days after Easter Sunday of the western churches; before it if negative.
    Easter {
        /// Good Friday is -2.
        days_after: i16,
    },
    /// The first to fifth such weekday of a month; a fifth only when there is one.
    Nth {
        /// From 1.
        month: i8,
        /// Which weekday.
        weekday: Weekday,
        /// From 1; -1 is the last.
        nth: i8,
    },
    /// A single date.
    On(UtcDay),
}

/// How a holiday differs from a usual day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum HolidayHours {
    /// The whole session day is closed.
    Closed,
    /// Closed from that time on the holiday's date until the session day ends.
    ClosesAt(DayTime),
    /// Closed from the start of the session day until that time on the holiday's date.
    OpensAt(DayTime),
    /// The market is open, yet not every provider quotes: a whole day of silence is no surprise.
    Optional,
}

impl Holiday {
    /// A holiday on which the whole session day is closed.
    #[must_use]
    pub fn closed(name: &str, date: HolidayDate) -> Self {
        Self { name: name.into(), date, hours: HolidayHours::Closed }
    }

    pub(crate) fn check(&self) -> Result<(), CalendarError> {
        let in_a_leap_year = self.date.in_year(2024).is_some() || self.date.in_year(2020).is_some();
        let comes = match self.date {
            // A fifth weekday may be missing in any single year.
            HolidayDate::Nth { month, nth, .. } => (1..=12).contains(&month) && matches!(nth, -1 | 1..=5),
            HolidayDate::On(_) => true,
            HolidayDate::Easter { days_after } => (-120..=250).contains(&days_after),
            HolidayDate::Yearly { .. } => in_a_leap_year,
        };
        if comes { Ok(()) } else { Err(CalendarError::InvalidHoliday { name: self.name.clone() }) }
    }
}

impl HolidayDate {
    /// The date in a year, if it comes in that year.
    #[must_use]
    pub fn in_year(self, year: i16) -> Option<UtcDay> {
        match self {
            Self::Yearly { month, day } => Date::new(year, month, day).ok().map(from_jiff),
            Self::Easter { days_after } => Some(plus_days(easter_sunday(year), days_after.into())),
            Self::Nth { month, weekday, nth } => nth_weekday(year, month, weekday, nth),
            Self::On(day) => (to_jiff(day).year() == year).then_some(day),
        }
    }
}

fn nth_weekday(year: i16, month: i8, weekday: Weekday, nth: i8) -> Option<UtcDay> {
    let first = Date::new(year, month, 1).ok()?;
    let weekday = jiff::civil::Weekday::from_monday_zero_offset(weekday as i8).ok()?;
    first.nth_weekday_of_month(nth, weekday).ok().map(from_jiff)
}

/// The first Sunday after the full moon of spring, by the tables of 1582: 19-year cycle, century corrections, weekday.
fn easter_sunday(year: i16) -> UtcDay {
    let number = i32::from(year);
    let (golden, century, in_century) =
        (number.rem_euclid(19), number.div_euclid(100), number.rem_euclid(100));
    let moon_correction = (8 * century + 13).div_euclid(25);
    let age = (19 * golden + century - century.div_euclid(4) - moon_correction + 15).rem_euclid(30);
    let full_moon = age - i32::from(age == 29 || (age == 28 && golden > 10));
    let weekday_shift =
        (32 + 2 * century.rem_euclid(4) + 2 * (in_century / 4) - full_moon - in_century % 4).rem_euclid(7);
    plus_days(from_jiff(date(year, 3, 22)), full_moon + weekday_shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(day: Option<UtcDay>) -> String {
        day.map_or("none".into(), |day| day.to_string())
    }

    #[test]
    fn easter_is_where_the_churches_have_it() {
        for expected in [
            "1818-03-22",
            "1900-04-15",
            "1943-04-25",
            "1954-04-18",
            "1981-04-19",
            "2000-04-23",
            "2008-03-23",
            "2019-04-21",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2038-04-25",
            "2049-04-18",
            "2076-04-19",
        ] {
            let year = expected[..4].parse().unwrap();
            assert_eq!(text(HolidayDate::Easter { days_after: 0 }.in_year(year)), expected);
        }
    }

    #[test]
    fn rules_give_the_dates_of_a_year() {
        let nth = |month, weekday, nth| HolidayDate::Nth { month, weekday, nth };
        for (rule, year, expected) in [
            (HolidayDate::Easter { days_after: -2 }, 2019, "2019-04-19"),
            (HolidayDate::Yearly { month: 12, day: 25 }, 2019, "2019-12-25"),
            (HolidayDate::Yearly { month: 2, day: 29 }, 2019, "none"),
            (HolidayDate::On("2018-12-05".parse().unwrap()), 2018, "2018-12-05"),
            (HolidayDate::On("2018-12-05".parse().unwrap()), 2019, "none"),
            (nth(11, Weekday::Thursday, 4), 2019, "2019-11-28"),
            (nth(5, Weekday::Monday, -1), 2019, "2019-05-27"),
            (nth(2, Weekday::Friday, 5), 2019, "none"),
        ] {
            assert_eq!(text(rule.in_year(year)), expected, "{rule:?}");
        }
    }

    #[test]
    fn dates_that_never_come_are_refused() {
        let nth = |month, nth| HolidayDate::Nth { month, weekday: Weekday::Monday, nth };
        for date in [
            HolidayDate::Yearly { month: 13, day: 1 },
            HolidayDate::Yearly { month: 2, day: 30 },
            HolidayDate::Easter { days_after: 400 },
            nth(0, 1),
            nth(1, 6),
            nth(1, 0),
        ] {
            let expected = Err(CalendarError::InvalidHoliday { name: "x".into() });
            assert_eq!(Holiday::closed("x", date).check(), expected, "{date:?}");
        }
        for date in [HolidayDate::Yearly { month: 2, day: 29 }, nth(2, 5), nth(1, -1)] {
            assert_eq!(Holiday::closed("x", date).check(), Ok(()), "{date:?}");
        }
    }
}
