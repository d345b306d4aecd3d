//! When the foreign-exchange week is open: from Sunday to Friday, 17:00 in New York.

use std::ops::Range;

use tickloom_model::UtcDay;

/// Milliseconds in an hour.
pub(crate) const HOUR_MS: i64 = 3_600_000;

const SUNDAY: i64 = 0;
const FRIDAY: i64 = 5;
const SATURDAY: i64 = 6;

/// Days from 1970-01-01 back to 0000-03-01, where the 400-year cycle of leap years begins.
const EPOCH_IN_CYCLE: i64 = 719_468;
const DAYS_PER_CYCLE: i64 = 146_097;

/// The first and the last day of the sample that ships: Sunday 2024-01-07 and Friday 2024-01-12.
#[must_use]
pub const fn sample_week() -> (UtcDay, UtcDay) {
    (UtcDay::from_days_since_epoch(19_729), UtcDay::from_days_since_epoch(19_734))
}

/// The open part of a day in milliseconds from its start; empty on a Saturday.
pub(crate) fn open_ms(day: UtcDay) -> Range<i64> {
    let roll = roll_hour(day) * HOUR_MS;
    match weekday(day) {
        SUNDAY => roll..24 * HOUR_MS,
        FRIDAY => 0..roll,
        SATURDAY => 0..0,
        _ => 0..24 * HOUR_MS,
    }
}

/// The UTC hour at which it is 17:00 in New York.
pub(crate) fn roll_hour(day: UtcDay) -> i64 {
    if is_summer(day) { 21 } else { 22 }
}

/// Days since Sunday.
pub(crate) fn weekday(day: UtcDay) -> i64 {
    // 1970-01-01 was a Thursday.
    (i64::from(day.days_since_epoch()) + 4).rem_euclid(7)
}

/// Whether New York is on summer time in the evening: from the second Sunday in March to the first in November.
///
/// Clocks change on Sunday morning while the market is closed, so a whole day is one or the other. The rule of
/// 2007 is applied to every year.
fn is_summer(day: UtcDay) -> bool {
    /// 8 March and 1 November, counted from 1 March.
    const SUNDAYS: Range<i64> = 7..245;
    SUNDAYS.contains(&(day_of_march_year(day) - weekday(day)))
}

/// Days since the last first of March, so that the leap day comes last and moves nothing.
fn day_of_march_year(day: UtcDay) -> i64 {
    let in_cycle = (i64::from(day.days_since_epoch()) + EPOCH_IN_CYCLE).rem_euclid(DAYS_PER_CYCLE);
    let year = (in_cycle - in_cycle / 1_460 + in_cycle / 36_524 - in_cycle / 146_096) / 365;
    in_cycle - (365 * year + year / 4 - year / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_week_lasts_from_sunday_to_friday() {
        let (first, last) = sample_week();
        assert_eq!((first.to_string(), last.to_string()), ("2024-01-07".into(), "2024-01-12".into()));
        assert_eq!((weekday(first), weekday(last)), (SUNDAY, FRIDAY));
    }

    #[test]
    fn the_week_opens_and_closes_at_17_in_new_york() {
        for (day, hours) in [
            ("2024-01-06", 0..0),
            ("2024-01-07", 22..24),
            ("2024-01-08", 0..24),
            ("2024-01-12", 0..22),
            ("2024-03-08", 0..22), // the Friday before summer time
            ("2024-03-10", 21..24),
            ("2024-03-15", 0..21),
            ("2024-07-07", 21..24),
            ("2024-11-01", 0..21), // the Friday before winter time
            ("2024-11-03", 22..24),
            ("2024-11-08", 0..22),
            ("2020-02-28", 0..22),
            ("2020-03-08", 21..24), // the earliest second Sunday
            ("2015-03-08", 21..24),
            ("2009-03-15", 21..24),
            ("2026-03-06", 0..22),
            ("2020-11-01", 22..24), // the earliest first Sunday
            ("2021-11-05", 0..21),
            ("2021-11-07", 22..24), // the latest first Sunday
        ] {
            let expected = hours.start * HOUR_MS..hours.end * HOUR_MS;
            assert_eq!(open_ms(day.parse().unwrap()), expected, "{day}");
        }
    }

    proptest::proptest! {
        #[test]
        fn years_of_march_start_on_the_first_of_march(year in 1800_i16..2200) {
            let march = UtcDay::from_civil(year, 3, 1).unwrap();
            proptest::prop_assert_eq!(day_of_march_year(march), 0);
            let eve = UtcDay::from_days_since_epoch(march.days_since_epoch() - 1);
            proptest::prop_assert!(matches!(day_of_march_year(eve), 364 | 365));
        }
    }
}
