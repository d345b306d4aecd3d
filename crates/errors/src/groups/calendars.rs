//! Rules of trading calendars.

use crate::entry::{Group, not_found, usage};

pub(crate) const GROUP: Group = Group {
    name: "Calendars",
    about: "Rules from which no trading calendar can be made; the text says what is wrong with them, and [quality.md](quality.md#calendars) has the whole form.",
    entries: &[
        usage(
            "calendar.rules_invalid",
            "InvalidCalendar",
            "The rules are no JSON object with these fields, are too large, have no name, or are never open.",
            "Correct what the text names.",
        ),
        usage(
            "calendar.zone_unknown",
            "InvalidCalendar",
            "This is no zone of the IANA database.",
            "Use a name such as `America/New_York`, or `UTC`.",
        ),
        usage(
            "calendar.session_invalid",
            "InvalidCalendar",
            "This is no session.",
            "Write it as `always`, `Mon-Fri 09:00-15:00` or `Sun 17:00-Fri 17:00`.",
        ),
        usage(
            "calendar.day_time_invalid",
            "InvalidCalendar",
            "This is no time from 00:00 to 24:00, or not two of them where a break is meant.",
            "Write a time as `09:30`, a break as `12:00-13:00`.",
        ),
        usage(
            "calendar.holiday_invalid",
            "InvalidCalendar",
            "The holiday's date comes in no year.",
            "Correct its day or month.",
        ),
        usage(
            "calendar.holiday_date_invalid",
            "InvalidCalendar",
            "This is no date of a holiday.",
            "Write it as `12-25`, `2019-12-24`, `easter-2`, `4th Thu of Nov` or `last Mon of May`.",
        ),
        usage(
            "calendar.holiday_hours_invalid",
            "InvalidCalendar",
            "These are no hours of a holiday.",
            "Write them as `closed`, `optional`, `closes 13:00` or `opens 10:00`.",
        ),
        not_found(
            "calendar.file_unreadable",
            "CommandError",
            "The file with rules is not there, or may not be read.",
            "Correct the path, or let yourself read the file.",
        ),
    ],
};
