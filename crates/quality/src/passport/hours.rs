//! Expected and received, by UTC hour and by hour of the session day.

use serde::Serialize;
use tickloom_bars::{
    calendar::Calendar,
    gaps::{Coverage, GapClass},
};
use tickloom_model::{NANOS_PER_SECOND, UtcDay};

use crate::{Month, survey::Survey};

const HOUR_NANOS: i64 = 3_600 * NANOS_PER_SECOND;

/// The whole month in a few numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Totals {
    /// UTC hours in which the market was open for at least a part.
    expected_hours: usize,
    /// Those of them in which a tick came.
    received_hours: usize,
    open_seconds: u64,
    /// Open time that lies in suspicious gaps.
    suspicious_seconds: f64,
    missing_days: Vec<String>,
}

/// One UTC day, hour by hour.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Day {
    date: String,
    open_seconds: Vec<u64>,
    ticks: Vec<u64>,
    class: Vec<&'static str>,
}

/// The same hour of all session days of the month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct SessionHour {
    /// Hours since the session day began.
    hour: usize,
    open_seconds: u64,
    ticks: u64,
}

impl Totals {
    pub(super) fn of(survey: &Survey) -> Self {
        let expected = survey.coverage.iter().filter(|hour| hour.open_seconds > 0);
        let suspicious = survey.gaps.iter().filter(|gap| gap.class == GapClass::Suspicious);
        let nanos: i64 = suspicious.map(|gap| gap.range.end.as_i64() - gap.range.start.as_i64()).sum();
        Self {
            expected_hours: expected.clone().count(),
            received_hours: expected.clone().filter(|hour| hour.ticks > 0).count(),
            open_seconds: expected.map(|hour| hour.open_seconds).sum(),
            suspicious_seconds: nanos as f64 / NANOS_PER_SECOND as f64,
            missing_days: survey.missing_days.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Every day of the month; `hours` are all of its hours in order.
pub(super) fn days(month: Month, hours: &[Coverage]) -> Vec<Day> {
    month.days().zip(hours.chunks(24)).map(|(date, hours)| day(date, hours)).collect()
}

fn day(date: UtcDay, hours: &[Coverage]) -> Day {
    Day {
        date: date.to_string(),
        open_seconds: hours.iter().map(|hour| hour.open_seconds).collect(),
        ticks: hours.iter().map(|hour| hour.ticks).collect(),
        class: hours.iter().map(|hour| hour.class.name()).collect(),
    }
}

/// Session days have 24 hours, or one more or fewer where clocks change.
pub(super) fn session_hours(survey: &Survey) -> Vec<SessionHour> {
    let mut sums: Vec<SessionHour> = Vec::new();
    for hour in &survey.coverage {
        let index = hour_of_session(&survey.calendar, hour);
        while sums.len() <= index {
            sums.push(SessionHour { hour: sums.len(), open_seconds: 0, ticks: 0 });
        }
        sums[index].open_seconds += hour.open_seconds;
        sums[index].ticks += hour.ticks;
    }
    sums
}

fn hour_of_session(calendar: &Calendar, hour: &Coverage) -> usize {
    let start = calendar.session_day(hour.range.start).range.start;
    let since = hour.range.start.as_i64() - start.as_i64();
    usize::try_from(since / HOUR_NANOS).unwrap_or(0).min(47)
}
