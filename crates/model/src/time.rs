//! Moments as UTC nanoseconds since the UNIX epoch, and half-open ranges of them.

use std::{fmt, str::FromStr};

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

use crate::ModelError;

/// Nanoseconds in a microsecond.
pub const NANOS_PER_MICRO: i64 = 1_000;
/// Nanoseconds in a millisecond.
pub const NANOS_PER_MILLI: i64 = 1_000_000;
/// Nanoseconds in a second.
pub const NANOS_PER_SECOND: i64 = 1_000_000_000;
/// Nanoseconds in a UTC day; leap seconds do not exist in UNIX time.
pub const NANOS_PER_DAY: i64 = 86_400 * NANOS_PER_SECOND;

/// A moment: UTC nanoseconds since 1970-01-01T00:00:00Z, from 1677-09-21 to 2262-04-11.
///
/// Parses ISO 8601 dates and times, UTC when no offset is given. Prints `2019-02-04T00:00:00.000Z`, with six or
/// nine decimals where milliseconds would lose something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(transparent)]
pub struct UnixNanos(i64);

impl UnixNanos {
    /// The earliest moment.
    pub const MIN: Self = Self(i64::MIN);
    /// The latest moment.
    pub const MAX: Self = Self(i64::MAX);

    /// The moment that many nanoseconds after the epoch.
    #[must_use]
    #[inline]
    pub const fn new(nanos: i64) -> Self {
        Self(nanos)
    }

    /// Nanoseconds since the epoch.
    #[must_use]
    #[inline]
    pub const fn as_i64(self) -> i64 {
        self.0
    }

    /// This moment moved by some nanoseconds, held within the range.
    #[must_use]
    #[inline]
    pub const fn saturating_add(self, nanos: i64) -> Self {
        Self(self.0.saturating_add(nanos))
    }
}

impl fmt::Display for UnixNanos {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time =
            TimeZone::UTC.to_datetime(Timestamp::from_nanosecond(self.0.into()).map_err(|_| fmt::Error)?);
        write!(
            formatter,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.",
            time.year(),
            time.month(),
            time.day(),
            time.hour(),
            time.minute(),
            time.second()
        )?;
        let fraction = self.0.rem_euclid(NANOS_PER_SECOND);
        if fraction % NANOS_PER_MILLI == 0 {
            write!(formatter, "{:03}Z", fraction / NANOS_PER_MILLI)
        } else if fraction % NANOS_PER_MICRO == 0 {
            write!(formatter, "{:06}Z", fraction / NANOS_PER_MICRO)
        } else {
            write!(formatter, "{fraction:09}Z")
        }
    }
}

impl FromStr for UnixNanos {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        let invalid = || ModelError::InvalidTime { found: text.into() };
        let with_offset = text.parse::<Timestamp>();
        let timestamp = match with_offset {
            Ok(timestamp) => timestamp,
            Err(_) => {
                let civil: DateTime = text.parse().map_err(|_| invalid())?;
                TimeZone::UTC.to_timestamp(civil).map_err(|_| invalid())?
            }
        };
        i64::try_from(timestamp.as_nanosecond()).map(Self).map_err(|_| invalid())
    }
}

/// The moments from `start` up to, but not including, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimeRange {
    /// The first moment inside.
    pub start: UnixNanos,
    /// The first moment after.
    pub end: UnixNanos,
}

impl TimeRange {
    /// Every moment but the very last nanosecond.
    pub const ALL: Self = Self { start: UnixNanos::MIN, end: UnixNanos::MAX };

    /// The range from `start` to `end`; both the same is an empty range.
    ///
    /// # Errors
    /// [`ModelError::InvalidRange`] if `end` is before `start`.
    pub fn new(start: UnixNanos, end: UnixNanos) -> Result<Self, ModelError> {
        if end < start {
            return Err(ModelError::InvalidRange { start: start.to_string(), end: end.to_string() });
        }
        Ok(Self { start, end })
    }

    /// The last moment inside, if the range is not empty.
    #[must_use]
    pub const fn last_moment(self) -> UnixNanos {
        self.end.saturating_add(-1)
    }

    /// Whether a moment lies inside.
    #[must_use]
    #[inline]
    pub const fn contains(self, time: UnixNanos) -> bool {
        self.start.0 <= time.0 && time.0 < self.end.0
    }

    /// Whether the two ranges share a moment.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start.0 < other.end.0 && other.start.0 < self.end.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_utc_unless_they_say_otherwise() {
        for (text, expected) in [
            ("2019-02-04", "2019-02-04T00:00:00.000Z"),
            ("2019-02-04T13:30", "2019-02-04T13:30:00.000Z"),
            ("2019-02-04T13:30:00.25Z", "2019-02-04T13:30:00.250Z"),
            ("2019-02-04T13:30:00+02:00", "2019-02-04T11:30:00.000Z"),
            ("2019-02-04 13:30:00.000001", "2019-02-04T13:30:00.000001Z"),
            ("1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999999999Z"),
            ("2262-04-11T23:47:16.854775807Z", "2262-04-11T23:47:16.854775807Z"),
        ] {
            assert_eq!(text.parse::<UnixNanos>().unwrap().to_string(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_a_time_or_too_far_away_is_refused() {
        for text in
            ["", "yesterday", "2019-02-30", "1549238400000", "2262-04-12", "1600-01-01", "2019-02-04T25:00"]
        {
            assert_eq!(
                text.parse::<UnixNanos>(),
                Err(ModelError::InvalidTime { found: text.into() }),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_range_holds_its_start_and_not_its_end() {
        let range = TimeRange::new(UnixNanos::new(10), UnixNanos::new(20)).unwrap();
        assert!(range.contains(UnixNanos::new(10)));
        assert!(!range.contains(UnixNanos::new(20)));
        assert!(TimeRange::new(UnixNanos::new(20), UnixNanos::new(10)).is_err());
    }

    proptest::proptest! {
        #[test]
        fn a_time_parses_what_it_prints(nanos: i64) {
            let time = UnixNanos::new(nanos);
            proptest::prop_assert_eq!(time.to_string().parse::<UnixNanos>().unwrap(), time);
        }
    }
}
