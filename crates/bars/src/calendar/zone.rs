//! A time zone: the one place where civil times become moments, and back.

use jiff::{
    Timestamp,
    tz::{TimeZone, TimeZoneDatabase},
};
use tickloom_model::{NANOS_PER_SECOND, UnixNanos, UtcDay};

use super::{
    CalendarError,
    civil::{DAY, plus_days, to_jiff},
};

#[derive(Debug, Clone)]
pub(crate) struct Zone(TimeZone);

impl Zone {
    /// A zone of the database that is compiled in, so that every machine knows the same rules.
    pub(crate) fn named(name: &str) -> Result<Self, CalendarError> {
        let unknown = |_| CalendarError::UnknownZone { found: name.into() };
        TimeZoneDatabase::bundled().get(name).map(Self).map_err(unknown)
    }

    /// The moment at which clocks show a date and a second of the day; 24:00 and later lie on the days after.
    ///
    /// The first of two such moments when clocks go back. A time that clocks jump over is as much later as they jump.
    pub(crate) fn moment(&self, date: UtcDay, second: u32) -> UnixNanos {
        let date = plus_days(date, (second / DAY) as i32);
        let (hour, minute, second) = (second % DAY / 3_600, second / 60 % 60, second % 60);
        let civil = to_jiff(date).at(hour as i8, minute as i8, second as i8, 0);
        let timestamp = self.0.to_ambiguous_timestamp(civil).compatible();
        timestamp.map_or_else(|_| date.start(), |timestamp| clamped(timestamp.as_nanosecond()))
    }

    /// The date and the nanosecond of the day that clocks show.
    pub(crate) fn civil(&self, time: UnixNanos) -> (UtcDay, i64) {
        let local = i128::from(time.as_i64()) + i128::from(self.offset_seconds(time) * NANOS_PER_SECOND);
        let day = i128::from(i64::from(DAY) * NANOS_PER_SECOND);
        // Nanoseconds of 64 bits and an offset of a day span less than 110,000 days.
        (UtcDay::from_days_since_epoch(local.div_euclid(day) as i32), local.rem_euclid(day) as i64)
    }

    fn offset_seconds(&self, time: UnixNanos) -> i64 {
        let timestamp = Timestamp::from_nanosecond(time.as_i64().into());
        timestamp.map_or(0, |timestamp| self.0.to_offset(timestamp).seconds().into())
    }
}

fn clamped(nanos: i128) -> UnixNanos {
    UnixNanos::new(nanos.clamp(i64::MIN.into(), i64::MAX.into()) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_that_are_none_are_refused() {
        for name in ["", "Mars/Base", "America", "../etc/passwd"] {
            let expected = CalendarError::UnknownZone { found: name.into() };
            assert_eq!(Zone::named(name).unwrap_err(), expected);
        }
    }

    #[test]
    fn times_that_clocks_skip_or_repeat_have_one_moment() {
        let new_york = Zone::named("America/New_York").unwrap();
        for (date, second, expected) in [
            ("2024-03-10", 9_000, "2024-03-10T07:30:00.000Z"),
            ("2024-11-03", 5_400, "2024-11-03T05:30:00.000Z"),
            ("2024-11-02", DAY + 5_400, "2024-11-03T05:30:00.000Z"),
        ] {
            assert_eq!(new_york.moment(date.parse().unwrap(), second).to_string(), expected, "{date}");
        }
    }

    #[test]
    fn the_ends_of_time_have_a_date_and_do_not_overflow() {
        let auckland = Zone::named("Pacific/Auckland").unwrap();
        assert_eq!(auckland.civil(UnixNanos::MAX).0.to_string(), "2262-04-12");
        assert_eq!(auckland.civil(UnixNanos::MIN).0.to_string(), "1677-09-21");
        let beyond = UtcDay::from_days_since_epoch(i32::MAX);
        assert_eq!(auckland.moment(beyond, 0), UnixNanos::MAX);
    }
}
