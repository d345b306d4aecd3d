//! Calendars as people write them down: rules as JSON, with sessions and holidays as short phrases.

mod holiday;
mod session;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{
    CalendarError, CalendarRules, Week,
    civil::DayTime,
    holiday::{Holiday, HolidayHours},
};

/// More is no calendar; it also bounds the work that a hostile one can make.
const MOST_BYTES: usize = 1 << 18;
const MOST_HOLIDAYS: usize = 2_000;
const MOST_SESSIONS: usize = 200;
const LONGEST_NAME: usize = 64;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesText {
    name: String,
    zone: String,
    sessions: Vec<String>,
    #[serde(default = "midnight")]
    day_start: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    daily_break: Option<String>,
    #[serde(default)]
    holidays: Vec<HolidayText>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayText {
    name: String,
    date: String,
    #[serde(default = "closed")]
    hours: String,
}

fn midnight() -> String {
    DayTime::MIDNIGHT.to_string()
}

fn closed() -> String {
    HolidayHours::Closed.to_string()
}

impl FromStr for CalendarRules {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        if text.len() > MOST_BYTES {
            return Err(invalid(format!("they take {} bytes of at most {MOST_BYTES}", text.len())));
        }
        Self::try_from(serde_json::from_str::<RulesText>(text).map_err(invalid)?)
    }
}

impl fmt::Display for CalendarRules {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_string(&RulesText::from(self)).map_err(|_| fmt::Error)?;
        formatter.write_str(&text)
    }
}

impl Serialize for CalendarRules {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RulesText::from(self).serialize(serializer)
    }
}

impl TryFrom<RulesText> for CalendarRules {
    type Error = CalendarError;

    fn try_from(text: RulesText) -> Result<Self, CalendarError> {
        if text.sessions.len() > MOST_SESSIONS || text.holidays.len() > MOST_HOLIDAYS {
            return Err(invalid(format!("over {MOST_SESSIONS} sessions or {MOST_HOLIDAYS} holidays")));
        }
        Ok(Self {
            week: week(&text.sessions, text.daily_break.as_deref())?,
            day_start: text.day_start.parse()?,
            holidays: text.holidays.into_iter().map(Holiday::try_from).collect::<Result<_, _>>()?,
            name: checked_name(text.name)?,
            zone: text.zone,
        })
    }
}

impl From<&CalendarRules> for RulesText {
    fn from(rules: &CalendarRules) -> Self {
        Self {
            name: rules.name.clone(),
            zone: rules.zone.clone(),
            sessions: session::texts(&rules.week),
            day_start: rules.day_start.to_string(),
            daily_break: None,
            holidays: rules.holidays.iter().map(HolidayText::from).collect(),
        }
    }
}

impl TryFrom<HolidayText> for Holiday {
    type Error = CalendarError;

    fn try_from(text: HolidayText) -> Result<Self, CalendarError> {
        let (date, hours) = (text.date.parse()?, text.hours.parse()?);
        Ok(Self { name: checked_name(text.name)?, date, hours })
    }
}

impl From<&Holiday> for HolidayText {
    fn from(holiday: &Holiday) -> Self {
        let (date, hours) = (holiday.date.to_string(), holiday.hours.to_string());
        Self { name: holiday.name.clone(), date, hours }
    }
}

fn week(sessions: &[String], daily_break: Option<&str>) -> Result<Week, CalendarError> {
    let mut week = Week::never();
    for text in sessions {
        week = week.and(session::parse(text)?);
    }
    if let Some(text) = daily_break {
        let (from, to) = session::clock_times(text)?;
        week = week.with_daily_break(from, to);
    }
    if week.ranges().is_empty() { Err(invalid("the market would never be open")) } else { Ok(week) }
}

fn checked_name(name: String) -> Result<String, CalendarError> {
    let length = name.chars().count();
    if !(1..=LONGEST_NAME).contains(&length) || name.contains(char::is_control) {
        let wanted = format!("a name has 1 to {LONGEST_NAME} characters that can be printed");
        return Err(invalid(wanted));
    }
    Ok(name)
}

fn invalid(reason: impl ToString) -> CalendarError {
    CalendarError::InvalidRules { reason: reason.to_string() }
}
