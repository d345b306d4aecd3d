//! How long a bar is, and where bars begin.

use std::{fmt, str::FromStr};

use crate::{
    ModelError,
    day::UtcDay,
    time::{NANOS_PER_DAY, NANOS_PER_SECOND, TimeRange, UnixNanos},
};

/// The length of a time bar: a fixed number of seconds counted from 1970-01-01T00:00Z, or a calendar week
/// (from Monday) or month, in UTC.
///
/// Names are `30s`, `5m`, `4h`, `1d`, `1w`, `1mo`; MetaTrader's `M1 M5 M15 M30 H1 H4 D1 W1 MN1` are accepted.
/// A timeframe prints in the largest unit that divides it: `60m` is `1h`. `7d` is not a week: its bars are
/// counted from a Thursday, the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Timeframe(Length);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Length {
    Seconds(u32),
    Week,
    Month,
}

/// What a timeframe of a day or longer is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WholeDays {
    /// So many days, counted from 1970-01-01.
    Count(u32),
    /// The seven days from Monday.
    Week,
    /// The days of a calendar month.
    Month,
}

const MINUTE: u32 = 60;
const HOUR: u32 = 60 * MINUTE;
const DAY: u32 = 24 * HOUR;
const MAX_SECONDS: u32 = 366 * DAY;

/// From the largest, so that the first unit that divides a length is the one it prints in.
const UNITS: [(&str, u32); 4] = [("d", DAY), ("h", HOUR), ("m", MINUTE), ("s", 1)];

const METATRADER_NAMES: [&str; 9] = ["M1", "M5", "M15", "M30", "H1", "H4", "D1", "W1", "MN1"];

impl Timeframe {
    /// One minute.
    pub const M1: Self = Self(Length::Seconds(MINUTE));
    /// One hour.
    pub const H1: Self = Self(Length::Seconds(HOUR));
    /// One UTC day.
    pub const D1: Self = Self(Length::Seconds(DAY));

    /// The nine standard timeframes, shortest first: 1m 5m 15m 30m 1h 4h 1d 1w 1mo.
    pub const STANDARD: [Self; 9] = [
        Self::M1,
        Self(Length::Seconds(5 * MINUTE)),
        Self(Length::Seconds(15 * MINUTE)),
        Self(Length::Seconds(30 * MINUTE)),
        Self::H1,
        Self(Length::Seconds(4 * HOUR)),
        Self::D1,
        Self(Length::Week),
        Self(Length::Month),
    ];

    /// The start of the bar in which a moment lies.
    #[must_use]
    pub fn open_time(self, time: UnixNanos) -> UnixNanos {
        self.bounds(time).start
    }

    /// The bar in which a moment lies, half-open; clamped at the ends of time.
    #[must_use]
    pub fn bounds(self, time: UnixNanos) -> TimeRange {
        match self.0 {
            Length::Seconds(seconds) => fixed_bounds(time, i64::from(seconds) * NANOS_PER_SECOND),
            Length::Week => {
                let monday = UtcDay::of(time).monday();
                let next = UtcDay::from_days_since_epoch(monday.days_since_epoch() + 7);
                TimeRange { start: monday.start(), end: next.start() }
            }
            Length::Month => {
                let (first, next) = UtcDay::of(time).month_bounds();
                TimeRange { start: first.start(), end: next.start() }
            }
        }
    }

    /// The days that bars of this timeframe are made of. `None` for hours and less, and for what is no whole number of days.
    #[must_use]
    pub const fn whole_days(self) -> Option<WholeDays> {
        match self.0 {
            Length::Seconds(seconds) if seconds.is_multiple_of(DAY) => Some(WholeDays::Count(seconds / DAY)),
            Length::Seconds(_) => None,
            Length::Week => Some(WholeDays::Week),
            Length::Month => Some(WholeDays::Month),
        }
    }

    /// Whether every bar of `longer` is made of whole bars of this timeframe.
    #[must_use]
    pub const fn divides(self, longer: Self) -> bool {
        match (self.0, longer.0) {
            (Length::Seconds(short), Length::Seconds(long)) => long % short == 0,
            // Weeks and months begin at midnight, so whatever divides a day divides them.
            (Length::Seconds(short), Length::Week | Length::Month) => DAY.is_multiple_of(short),
            (Length::Week, Length::Week) | (Length::Month, Length::Month) => true,
            (Length::Week | Length::Month, _) => false,
        }
    }

    /// The longest timeframe within a day of which bars of both timeframes are made: `30m` of `1h` and `90m`, `1d` of `1w` and `1mo`.
    #[must_use]
    pub const fn common(self, other: Self) -> Self {
        Self(Length::Seconds(greatest_common_divisor(
            self.seconds_within_a_day(),
            other.seconds_within_a_day(),
        )))
    }

    /// The longest timeframe within a day of which this one's bars are made and one of whose bars begins at a moment,
    /// to the second: `30m` of `1h` and half past eight.
    #[must_use]
    pub const fn common_at(self, moment: UnixNanos) -> Self {
        let second = moment.as_i64().div_euclid(NANOS_PER_SECOND).rem_euclid(DAY as i64) as u32;
        Self(Length::Seconds(greatest_common_divisor(self.seconds_within_a_day(), second)))
    }

    /// Of which bars within a day this timeframe's are made.
    const fn seconds_within_a_day(self) -> u32 {
        match self.0 {
            Length::Seconds(seconds) => greatest_common_divisor(seconds, DAY),
            Length::Week | Length::Month => DAY,
        }
    }

    /// The longest that a bar of this timeframe lasts, in nanoseconds.
    #[must_use]
    pub const fn max_length(self) -> i64 {
        match self.0 {
            Length::Seconds(seconds) => seconds as i64 * NANOS_PER_SECOND,
            Length::Week => 7 * NANOS_PER_DAY,
            Length::Month => 31 * NANOS_PER_DAY,
        }
    }

    fn of_seconds(count: u32, unit: u32) -> Option<Self> {
        let seconds = count.checked_mul(unit)?;
        (1..=MAX_SECONDS).contains(&seconds).then_some(Self(Length::Seconds(seconds)))
    }
}

const fn greatest_common_divisor(left: u32, right: u32) -> u32 {
    if right == 0 { left } else { greatest_common_divisor(right, left % right) }
}

fn fixed_bounds(time: UnixNanos, length: i64) -> TimeRange {
    let since_start = time.as_i64().rem_euclid(length);
    // The end is not counted from the start, which may be clamped.
    TimeRange { start: time.saturating_add(-since_start), end: time.saturating_add(length - since_start) }
}

impl fmt::Display for Timeframe {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.0 {
            Length::Week => "1w".to_owned(),
            Length::Month => "1mo".to_owned(),
            Length::Seconds(seconds) => UNITS
                .iter()
                .find(|(_, unit)| seconds.is_multiple_of(*unit))
                .map(|(name, unit)| format!("{}{name}", seconds / unit))
                .unwrap_or_default(),
        };
        formatter.pad(&name)
    }
}

impl FromStr for Timeframe {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        parse(text).ok_or_else(|| ModelError::InvalidTimeframe { found: text.into() })
    }
}

fn parse(text: &str) -> Option<Timeframe> {
    if let Some(position) = METATRADER_NAMES.iter().position(|name| *name == text) {
        return Some(Timeframe::STANDARD[position]);
    }
    let unit_at = text.find(|character: char| !character.is_ascii_digit())?;
    let (count, unit) = text.split_at(unit_at);
    let count = count.parse::<u32>().ok()?;
    match unit {
        "w" if count == 1 => Some(Timeframe(Length::Week)),
        "mo" if count == 1 => Some(Timeframe(Length::Month)),
        _ => {
            let (_, seconds) = UNITS.iter().find(|(name, _)| *name == unit)?;
            Timeframe::of_seconds(count, *seconds)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timeframe(text: &str) -> Timeframe {
        text.parse().unwrap()
    }

    #[test]
    fn names_print_in_the_largest_unit() {
        for (text, printed) in [
            ("1m", "1m"),
            ("M1", "1m"),
            ("MN1", "1mo"),
            ("W1", "1w"),
            ("60s", "1m"),
            ("90s", "90s"),
            ("24h", "1d"),
            ("7d", "7d"),
        ] {
            assert_eq!(timeframe(text).to_string(), printed, "{text}");
        }
    }

    #[test]
    fn what_is_not_a_timeframe_is_refused() {
        for text in
            ["", "m", "0m", "1M", "2w", "2mo", "-5m", "1.5h", "367d", "99999999999s", "5 m", "1y", "ⅷm"]
        {
            assert_eq!(
                text.parse::<Timeframe>(),
                Err(ModelError::InvalidTimeframe { found: text.into() }),
                "{text:?}"
            );
        }
    }

    #[test]
    fn what_two_timeframes_or_a_timeframe_and_a_moment_have_in_common() {
        for (timeframe, moment, common) in [
            ("1h", "2024-03-10T21:00", "1h"),
            ("1d", "2024-03-10T21:00", "3h"),
            ("1d", "2024-03-10T00:00", "1d"),
            ("1w", "1969-12-31T20:30", "30m"),
            ("5m", "2024-03-10T08:59:58", "2s"),
            ("7m", "2024-03-10T00:07", "1m"),
        ] {
            assert_eq!(self::timeframe(timeframe).common_at(moment.parse().unwrap()).to_string(), common);
        }
    }

    #[test]
    fn a_moment_on_the_boundary_opens_the_next_bar() {
        let time: UnixNanos = "2019-02-04T00:05:00Z".parse().unwrap();
        assert_eq!(timeframe("5m").open_time(time), time);
        assert_eq!(
            timeframe("5m").open_time(time.saturating_add(-1)).to_string(),
            "2019-02-04T00:00:00.000Z"
        );
    }

    #[test]
    fn weeks_and_months_follow_the_calendar() {
        let time: UnixNanos = "2020-02-29T12:00:00Z".parse().unwrap();
        let bounds = |name| {
            let TimeRange { start, end } = timeframe(name).bounds(time);
            (start.to_string(), end.to_string())
        };
        assert_eq!(bounds("1w"), ("2020-02-24T00:00:00.000Z".into(), "2020-03-02T00:00:00.000Z".into()));
        assert_eq!(bounds("1mo"), ("2020-02-01T00:00:00.000Z".into(), "2020-03-01T00:00:00.000Z".into()));
    }

    #[test]
    fn the_first_bar_of_time_begins_late_and_ends_where_the_next_begins() {
        for timeframe in Timeframe::STANDARD {
            let first = timeframe.bounds(UnixNanos::MIN);
            assert_eq!(
                (first.start, timeframe.open_time(first.end)),
                (UnixNanos::MIN, first.end),
                "{timeframe}"
            );
        }
    }

    #[test]
    fn only_what_divides_a_day_divides_weeks_and_months() {
        assert!(timeframe("4h").divides(timeframe("1w")));
        assert!(timeframe("1d").divides(timeframe("1mo")));
        assert!(!timeframe("1w").divides(timeframe("1mo")));
        assert!(!timeframe("7h").divides(timeframe("1w")));
        assert!(!timeframe("7d").divides(timeframe("1w")));
    }

    #[test]
    fn two_timeframes_are_made_of_their_common_one_within_a_day() {
        for (one, other, common) in [
            ("5m", "1m", "1m"),
            ("1h", "90m", "30m"),
            ("1d", "1w", "1d"),
            ("1mo", "1w", "1d"),
            ("7h", "7h", "1h"),
            ("2d", "3d", "1d"),
            ("100000s", "1d", "800s"),
        ] {
            let found = timeframe(one).common(timeframe(other));
            assert_eq!(found, timeframe(common), "{one} {other}");
            assert!(found.divides(timeframe(one)) && found.divides(timeframe(other)));
            assert!(found.divides(Timeframe::D1));
        }
    }

    proptest::proptest! {
        #[test]
        fn every_moment_lies_in_its_bar(nanos: i64, index in 0_usize..9) {
            let bounds = Timeframe::STANDARD[index].bounds(UnixNanos::new(nanos));
            proptest::prop_assert!(bounds.start.as_i64() <= nanos);
            proptest::prop_assert!(nanos < bounds.end.as_i64() || bounds.end == UnixNanos::MAX);
        }

        #[test]
        fn bars_of_a_divisor_never_cross_the_longer_bar(nanos: i64, short in 0_usize..9, long in 0_usize..9) {
            let (short, long) = (Timeframe::STANDARD[short], Timeframe::STANDARD[long]);
            if short.divides(long) {
                let inner = short.bounds(UnixNanos::new(nanos));
                let outer = long.bounds(UnixNanos::new(nanos));
                proptest::prop_assert!(outer.start <= inner.start && inner.end <= outer.end);
            }
        }
    }
}
