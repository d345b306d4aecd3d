//! Which days bars of days, weeks and months are made of, and where each bar begins and ends.

use tickloom_model::{TimeRange, Timeframe, UnixNanos, WholeDays};

use crate::calendar::Calendar;

/// Where days begin.
///
/// Bars shorter than a day are counted from 1970-01-01T00:00Z whichever it is; days, and what is made of days, follow.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Days {
    /// At midnight UTC; weeks on Monday. The provider's own candles are so.
    #[default]
    Utc,
    /// Where the session days of a calendar begin: for currencies at 17:00 New York, Sunday evening belonging to Monday.
    Session(Calendar),
}

impl Days {
    /// The bar in which a moment lies, half-open; clamped at the ends of time.
    #[must_use]
    pub fn bounds(&self, timeframe: Timeframe, time: UnixNanos) -> TimeRange {
        match (self, timeframe.whole_days()) {
            (Self::Session(calendar), Some(WholeDays::Count(count))) => calendar.session_days(time, count),
            (Self::Session(calendar), Some(WholeDays::Week)) => calendar.session_week(time).range,
            (Self::Session(calendar), Some(WholeDays::Month)) => calendar.session_month(time).range,
            _ => timeframe.bounds(time),
        }
    }

    /// Whether every bar of `longer` is made of whole bars of `shorter`, whatever the time.
    ///
    /// Session days may begin at any second, so nothing shorter than a day divides them.
    #[must_use]
    pub fn divides(&self, shorter: Timeframe, longer: Timeframe) -> bool {
        let crosses = *self != Self::Utc && longer.whole_days().is_some() && shorter.whole_days().is_none();
        !crosses && shorter.divides(longer)
    }
}

#[cfg(test)]
mod tests {
    use tickloom_model::InstrumentKind;

    use super::*;

    fn range(days: &Days, timeframe: &str, time: &str) -> (String, String) {
        let TimeRange { start, end } = days.bounds(timeframe.parse().unwrap(), time.parse().unwrap());
        (start.to_string()[..16].into(), end.to_string()[..16].into())
    }

    #[test]
    fn days_weeks_and_months_begin_where_the_session_does() {
        let currencies = Days::Session(Calendar::of(InstrumentKind::Fx).unwrap());
        for (timeframe, time, start, end) in [
            // The clocks of New York go forward on Sunday 2024-03-10: that day ends an hour earlier.
            ("1d", "2024-03-08T12:00", "2024-03-07T22:00", "2024-03-08T22:00"),
            ("1d", "2024-03-10T12:00", "2024-03-09T22:00", "2024-03-10T21:00"),
            ("1d", "2024-03-10T21:00", "2024-03-10T21:00", "2024-03-11T21:00"),
            ("1d", "2024-11-03T12:00", "2024-11-02T21:00", "2024-11-03T22:00"),
            ("1w", "2024-03-10T21:00", "2024-03-10T21:00", "2024-03-17T21:00"),
            ("1w", "2024-03-10T20:59", "2024-03-03T22:00", "2024-03-10T21:00"),
            ("1mo", "2024-03-31T21:00", "2024-03-31T21:00", "2024-04-30T21:00"),
            ("2d", "2024-03-10T21:00", "2024-03-09T22:00", "2024-03-11T21:00"),
            ("4h", "2024-03-10T21:00", "2024-03-10T20:00", "2024-03-11T00:00"),
        ] {
            assert_eq!(range(&currencies, timeframe, time), (start.into(), end.into()), "{timeframe} {time}");
        }
        assert_eq!(range(&Days::Utc, "1d", "2024-03-10T21:00").0, "2024-03-10T00:00");
    }

    #[test]
    fn only_days_divide_session_days() {
        let session = Days::Session(Calendar::of(InstrumentKind::Fx).unwrap());
        let divides = |days: &Days, shorter: &str, longer: &str| {
            days.divides(shorter.parse().unwrap(), longer.parse().unwrap())
        };
        assert!(divides(&session, "1m", "4h") && divides(&session, "1d", "1w"));
        assert!(!divides(&session, "1m", "1d") && divides(&Days::Utc, "1m", "1d"));
    }
}
