//! What a calendar is made from, and the usual ones.

use tickloom_model::InstrumentKind;

use super::{
    civil::{DayTime, Weekday},
    holiday::{Holiday, HolidayDate, HolidayHours},
    week::Week,
};

/// The description of a calendar: plain data, to be compared, kept and changed.
///
/// It parses from JSON and prints as such; what it prints gives the same calendar. `day_start` is 00:00 and an exchange
/// has no `daily_break` and no `holidays` if nothing else is said; a holiday is `closed`.
///
/// ```
/// use tickloom_bars::calendar::CalendarRules;
///
/// let rules: CalendarRules = r#"{
///     "name": "Tokyo stocks",
///     "zone": "Asia/Tokyo",
///     "sessions": ["Mon-Fri 09:00-15:00"],
///     "daily_break": "11:30-12:30",
///     "holidays": [
///         {"name": "New Year", "date": "01-01"},
///         {"name": "Sports Day", "date": "2nd Mon of Oct"},
///         {"name": "Last day", "date": "12-30", "hours": "closes 11:30"}
///     ]
/// }"#.parse()?;
/// assert_eq!(rules.to_string().parse(), Ok(rules));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarRules {
    /// What it is called: 1 to 64 characters.
    pub name: String,
    /// IANA name of the time zone in which all other rules are meant, such as `America/New_York`.
    pub zone: String,
    /// The hours of a usual week.
    pub week: Week,
    /// When session days begin. From 12:00 on it is the evening before: currencies' Monday begins on Sunday at 17:00.
    pub day_start: DayTime,
    /// Days that differ from the usual week.
    pub holidays: Vec<Holiday>,
}

impl CalendarRules {
    /// The usual calendar of a kind of instrument.
    ///
    /// | kind | open | days begin | closed |
    /// |---|---|---|---|
    /// | fx | Sunday to Friday, 17:00 New York | 17:00 New York | Christmas Day, New Year's Day; Good Friday is optional |
    /// | metal | the same without 17:00 to 18:00 | 17:00 New York | Good Friday, Christmas Day, New Year's Day |
    /// | crypto, other | always | 00:00 UTC | never |
    #[must_use]
    pub fn of(kind: InstrumentKind) -> Self {
        match kind {
            InstrumentKind::Fx => Self::new_york("fx", currency_week(), HolidayHours::Optional),
            InstrumentKind::Metal => {
                let week = currency_week().with_daily_break(FIVE_PM, DayTime::from_hour(18));
                Self::new_york("metal", week, HolidayHours::Closed)
            }
            InstrumentKind::Crypto | InstrumentKind::Other => Self::always(),
        }
    }

    /// Open without end, in UTC.
    #[must_use]
    pub fn always() -> Self {
        Self {
            name: "always".into(),
            zone: "UTC".into(),
            week: Week::always(),
            day_start: DayTime::MIDNIGHT,
            holidays: Vec::new(),
        }
    }

    fn new_york(name: &str, week: Week, good_friday: HolidayHours) -> Self {
        let good_friday = Holiday {
            name: "Good Friday".into(),
            date: HolidayDate::Easter { days_after: -2 },
            hours: good_friday,
        };
        let yearly = |name, month, day| Holiday::closed(name, HolidayDate::Yearly { month, day });
        let holidays = vec![yearly("New Year's Day", 1, 1), good_friday, yearly("Christmas Day", 12, 25)];
        Self { name: name.into(), zone: "America/New_York".into(), week, day_start: FIVE_PM, holidays }
    }
}

const FIVE_PM: DayTime = DayTime::from_hour(17);

fn currency_week() -> Week {
    Week::between(Weekday::Sunday.at(FIVE_PM), Weekday::Friday.at(FIVE_PM))
}
