//! The hours of a range of time.

use tickloom_model::{NANOS_PER_SECOND, TimeRange, UnixNanos};

use crate::DownloadError;

pub(crate) const NANOS_PER_HOUR: i64 = 3_600 * NANOS_PER_SECOND;

/// The most hours that one download asks for: fifty years.
pub const MAX_HOURS: u64 = 50 * 366 * 24;

/// The starts of the hours that the range touches, in order.
pub(crate) fn hours_of(range: TimeRange) -> Result<Vec<UnixNanos>, DownloadError> {
    if range.end <= range.start {
        return Ok(Vec::new());
    }
    let first = range.start.as_i64().div_euclid(NANOS_PER_HOUR);
    let last = (range.end.as_i64() - 1).div_euclid(NANOS_PER_HOUR);
    let hours = last.abs_diff(first) + 1;
    if hours > MAX_HOURS {
        return Err(DownloadError::TooManyHours { hours, most: MAX_HOURS });
    }
    Ok((first..=last).map(|hour| UnixNanos::new(hour.saturating_mul(NANOS_PER_HOUR))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_that_are_only_touched_belong_to_the_range() {
        for (start, end, expected) in [
            ("2019-02-04T07:00:00Z", "2019-02-04T08:00:00Z", vec!["2019-02-04T07:00:00.000Z"]),
            (
                "2019-02-04T07:30:00Z",
                "2019-02-04T08:00:00.000000001Z",
                vec!["2019-02-04T07:00:00.000Z", "2019-02-04T08:00:00.000Z"],
            ),
            ("1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z", vec!["1969-12-31T23:00:00.000Z"]),
            ("2019-02-04T07:00:00Z", "2019-02-04T07:00:00Z", vec![]),
        ] {
            let range = TimeRange::new(start.parse().unwrap(), end.parse().unwrap()).unwrap();
            let hours: Vec<_> = hours_of(range).unwrap().iter().map(ToString::to_string).collect();
            assert_eq!(hours, expected, "{start}");
        }
    }

    #[test]
    fn all_of_time_is_too_long() {
        assert_eq!(hours_of(TimeRange::ALL).unwrap_err().code(), "download.too_many_hours");
    }
}
