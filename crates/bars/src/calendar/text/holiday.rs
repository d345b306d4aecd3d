//! Holidays as phrases: when they are and what is closed.

use std::{fmt, str::FromStr};

use tickloom_model::UtcDay;

use crate::calendar::{
    CalendarError,
    civil::Weekday,
    holiday::{HolidayDate, HolidayHours},
};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const ORDINALS: [(i8, &str); 6] = [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (5, "5th"), (-1, "last")];

impl FromStr for HolidayDate {
    type Err = CalendarError;

    /// `12-25`, `2019-12-24`, `easter-2`, `4th Thu of Nov` or `last Mon of May`.
    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let date = match words[..] {
            [date] => easter(date).or_else(|| yearly(date)).or_else(|| on(date)),
            [nth, weekday, "of", month] => weekday_of(nth, weekday, month),
            _ => None,
        };
        date.ok_or_else(|| CalendarError::InvalidHolidayDate { found: text.into() })
    }
}

impl fmt::Display for HolidayDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Yearly { month, day } => write!(formatter, "{month:02}-{day:02}"),
            Self::Easter { days_after: 0 } => formatter.write_str("easter"),
            Self::Easter { days_after } => write!(formatter, "easter{days_after:+}"),
            Self::Nth { month, weekday, nth } => {
                let ordinal = ORDINALS.iter().find(|(number, _)| *number == nth).map_or("", |(_, word)| word);
                let name = usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index));
                write!(formatter, "{ordinal} {} of {}", weekday.short(), name.unwrap_or(&""))
            }
            Self::On(day) => write!(formatter, "{day}"),
        }
    }
}

fn easter(text: &str) -> Option<HolidayDate> {
    let shift = text.strip_prefix("easter")?;
    let days_after = if shift.is_empty() {
        0
    } else {
        shift.starts_with(['+', '-']).then(|| shift.parse().ok()).flatten()?
    };
    Some(HolidayDate::Easter { days_after })
}

fn yearly(text: &str) -> Option<HolidayDate> {
    let (month, day) = text.split_once('-')?;
    let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    (two_digits(month) && two_digits(day))
        .then_some(HolidayDate::Yearly { month: month.parse().ok()?, day: day.parse().ok()? })
}

fn on(text: &str) -> Option<HolidayDate> {
    text.parse::<UtcDay>().ok().filter(|day| day.to_string() == text).map(HolidayDate::On)
}

fn weekday_of(nth: &str, weekday: &str, month: &str) -> Option<HolidayDate> {
    let (nth, _) = *ORDINALS.iter().find(|(_, word)| *word == nth)?;
    let month = MONTHS.iter().position(|name| *name == month)? as i8 + 1;
    Some(HolidayDate::Nth { month, weekday: Weekday::named(weekday)?, nth })
}

impl FromStr for HolidayHours {
    type Err = CalendarError;

    /// `closed`, `optional`, `closes 13:00` or `opens 10:00`.
    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        Ok(match words[..] {
            ["closed"] => Self::Closed,
            ["optional"] => Self::Optional,
            ["closes", time] => Self::ClosesAt(time.parse()?),
            ["opens", time] => Self::OpensAt(time.parse()?),
            _ => return Err(CalendarError::InvalidHolidayHours { found: text.into() }),
        })
    }
}

impl fmt::Display for HolidayHours {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed => formatter.write_str("closed"),
            Self::Optional => formatter.write_str("optional"),
            Self::ClosesAt(time) => write!(formatter, "closes {time}"),
            Self::OpensAt(time) => write!(formatter, "opens {time}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_print_as_they_are_written() {
        for text in [
            "12-25",
            "02-29",
            "2019-12-24",
            "easter",
            "easter-2",
            "easter+1",
            "4th Thu of Nov",
            "last Mon of May",
        ] {
            assert_eq!(text.parse::<HolidayDate>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in
            ["", "1-1", "easter2", "easter+", "6th Mon of May", "4th Thu Nov", "25.12.", "2019-02-30", "é"]
        {
            let expected = Err(CalendarError::InvalidHolidayDate { found: text.into() });
            assert_eq!(text.parse::<HolidayDate>(), expected, "{text:?}");
        }
    }

    #[test]
    fn hours_print_as_they_are_written() {
        for text in ["closed", "optional", "closes 13:00", "opens 10:00:30"] {
            assert_eq!(text.parse::<HolidayHours>().unwrap().to_string(), text);
        }
        assert!("closes".parse::<HolidayHours>().is_err());
        assert!("closes 25:00".parse::<HolidayHours>().is_err());
    }
}
