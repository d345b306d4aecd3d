//! The rhythm of a day: how many ticks each hour brings, and when spreads are wider.

use std::ops::Range;

use tickloom_model::UtcDay;

use crate::week::{HOUR_MS, open_ms, roll_hour};

/// Ticks expected in each hour of the market's day, which begins two hours after New York's 17:00.
const TICKS_PER_HOUR: [i64; 24] = [
    3_700, 2_800, 2_500, 3_000, 3_300, 2_600, 3_200, 6_900, 10_500, 9_300, 8_400, 7_000, 7_300, 7_800,
    10_000, 11_000, 9_000, 6_400, 5_700, 4_400, 4_800, 2_100, 2_350, 2_600,
];

/// The rhythm of one day.
#[derive(Debug)]
pub(crate) struct Schedule {
    /// When the market is open, in milliseconds from the start of the day.
    pub(crate) open_ms: Range<i64>,
    roll_hour: i64,
    activity_per_mille: i64,
}

impl Schedule {
    /// The rhythm of a day that has that many ticks of each thousand expected.
    pub(crate) fn new(day: UtcDay, activity_per_mille: i64) -> Self {
        Self { open_ms: open_ms(day), roll_hour: roll_hour(day), activity_per_mille }
    }

    /// Ticks expected in the hour around a moment of the day.
    pub(crate) fn ticks_per_hour(&self, time_ms: i64) -> i64 {
        TICKS_PER_HOUR[self.market_hour(time_ms)] * self.activity_per_mille / 1_000
    }

    /// Ticks expected from a moment to the end of the day.
    pub(crate) fn ticks_after(&self, time_ms: i64) -> i64 {
        let starts = (time_ms / HOUR_MS * HOUR_MS..self.open_ms.end).step_by(HOUR_MS as usize);
        let in_these_hours: i64 = starts.map(|start| self.ticks_per_hour(start)).sum();
        in_these_hours - self.ticks_per_hour(time_ms) * (time_ms % HOUR_MS) / HOUR_MS
    }

    /// Between which points spreads are wider than in the busiest hours: most when New York has just closed.
    pub(crate) fn extra_spread(&self, time_ms: i64) -> Range<i64> {
        match self.market_hour(time_ms) {
            22 => 8..13,
            23 => 1..5,
            0..=6 | 17..=21 => 0..2,
            _ => 0..1,
        }
    }

    /// Hours since midnight UTC of a winter's day on which New York has the same time.
    fn market_hour(&self, time_ms: i64) -> usize {
        (time_ms / HOUR_MS - self.roll_hour + 22).rem_euclid(24) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(day: &str) -> Schedule {
        Schedule::new(day.parse().unwrap(), 1_000)
    }

    #[test]
    fn spreads_open_when_new_york_closes() {
        for (day, hour) in [("2024-01-08", 22), ("2024-07-08", 21)] {
            let extra = |hour| schedule(day).extra_spread(hour * HOUR_MS);
            assert_eq!((extra(hour), extra(hour + 1), extra(14)), (8..13, 1..5, 0..1), "{day}");
        }
    }

    #[test]
    fn what_is_left_of_a_day_shrinks_to_nothing() {
        for (day, whole) in [("2024-01-08", 137_000), ("2024-01-12", 132_000), ("2024-01-07", 5_000)] {
            let schedule = schedule(day);
            let left = |time| schedule.ticks_after(time);
            let Range { start, end } = schedule.open_ms;
            assert!((left(start) - whole).abs() < 1_500, "{day}: {}", left(start));
            assert!((start..end - 1).step_by(600_000).is_sorted_by(|a, b| left(*a) > left(*b)), "{day}");
            assert!(left(end - 1) <= 1, "{day}");
        }
    }
}
