//! What can be wrong with the description of a calendar.

/// A description from which no calendar can be made. The text says what was found and what is accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarError {
    /// Not a zone of the IANA database.
    #[error("{found:?} is not a time zone: use an IANA name such as America/New_York or UTC")]
    UnknownZone {
        /// The name as given.
        found: String,
    },
    /// Not a time of day.
    #[error("{found:?} is not a time of day: use 00:00 to 24:00")]
    InvalidDayTime {
        /// The text as given.
        found: String,
    },
    /// A holiday whose date comes in no year.
    #[error(
        "the date of the holiday {name:?} comes in no year: use months 1 to 12, days that the month has, \
         and weekdays from the first to the fifth or the last"
    )]
    InvalidHoliday {
        /// The holiday's name.
        name: String,
    },
    /// Not the hours of a week.
    #[error(
        "{found:?} is no session: use always, Mon-Fri 09:00-15:00 for hours of each of these days, \
         or Sun 17:00-Fri 17:00 for one stretch of the week"
    )]
    InvalidSession {
        /// The text as given.
        found: String,
    },
    /// Not the date of a holiday.
    #[error(
        "{found:?} is no holiday's date: use 12-25, 2019-12-24, easter-2, 4th Thu of Nov or last Mon of May"
    )]
    InvalidHolidayDate {
        /// The text as given.
        found: String,
    },
    /// Not the hours of a holiday.
    #[error("{found:?} are no holiday's hours: use closed, optional, closes 13:00 or opens 10:00")]
    InvalidHolidayHours {
        /// The text as given.
        found: String,
    },
    /// Not rules at all.
    #[error("these are no rules of a calendar: {reason}")]
    InvalidRules {
        /// What is wrong with them.
        reason: String,
    },
}

tickloom_model::error_codes! { CalendarError {
    UnknownZone => "calendar.zone_unknown",
    InvalidDayTime => "calendar.day_time_invalid",
    InvalidHoliday => "calendar.holiday_invalid",
    InvalidSession => "calendar.session_invalid",
    InvalidHolidayDate => "calendar.holiday_date_invalid",
    InvalidHolidayHours => "calendar.holiday_hours_invalid",
    InvalidRules => "calendar.rules_invalid",
} }
