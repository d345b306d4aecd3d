//! The way in: a seed, from which any day can be had.

use tickloom_model::{Tick, Ticks, UtcDay};

use crate::{chances::Chances, session::Session, week::open_ms};

/// Decimals of the prices: a point is 0.00001.
pub const DIGITS: u64 = 5;

/// The days whose every moment is a nanosecond since the epoch.
const REPRESENTABLE_DAYS: std::ops::RangeInclusive<i32> = -106_000..=106_000;

/// Makes the ticks of a EUR/USD-like market out of a seed.
///
/// Each day depends on the seed and the day alone, and ends within a few points of where the next one starts.
#[derive(Debug, Clone)]
pub struct Generator {
    seed: u64,
    chances: Chances,
}

impl Generator {
    /// The market of this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { seed, chances: Chances::new() }
    }

    /// The ticks of one UTC day, times whole milliseconds and strictly ascending, prices in points of [`DIGITS`]
    /// decimals with ask above bid, volumes with two decimals.
    ///
    /// Empty outside the week, which lasts from Sunday to Friday 17:00 in New York (22:00 UTC in winter, 21:00 in
    /// summer), and on the days around the years 1679 and 2260 at which nanoseconds run out.
    #[must_use]
    pub fn day(&self, day: UtcDay) -> Ticks {
        if open_ms(day).is_empty() || !REPRESENTABLE_DAYS.contains(&day.days_since_epoch()) {
            return Ticks::default();
        }
        let session = Session::new(self.seed, day);
        let mut ticks = Ticks::with_capacity(session.likely_ticks());
        session.run(&self.chances, |tick: Tick| ticks.push(tick));
        ticks
    }
}
