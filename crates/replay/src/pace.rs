//! How market time follows real time: at any speed, with pauses, without a clock of its own.

use std::time::Duration;

use tickloom_model::UnixNanos;

use crate::ReplayError;

/// Market time as a function of real time.
///
/// Real time is given as what has elapsed since any fixed moment; it is the caller who reads a clock and who sleeps.
/// A change of speed or a pause holds from the moment on at which it is made.
///
/// ```
/// use std::time::Duration;
/// use tickloom_model::UnixNanos;
/// use tickloom_replay::Pace;
///
/// let mut pace = Pace::new(60.0, UnixNanos::new(0))?;
/// let second = Duration::from_secs(1);
/// assert_eq!(pace.market_time(second), UnixNanos::new(60_000_000_000));
/// pace.set_speed(2.0, second)?;
/// assert_eq!(pace.market_time(2 * second), UnixNanos::new(62_000_000_000));
/// pace.pause(2 * second);
/// assert_eq!(pace.market_time(100 * second), UnixNanos::new(62_000_000_000));
/// # Ok::<(), tickloom_replay::ReplayError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Pace {
    speed: f64,
    is_paused: bool,
    /// Where both times stood when the speed was last changed.
    since: Duration,
    market: UnixNanos,
}

impl Pace {
    /// Begins at that market time, when no real time has elapsed.
    ///
    /// `speed` is market time over real time: above 0, infinite for as fast as it goes.
    ///
    /// # Errors
    /// [`ReplayError::InvalidSpeed`] for anything else.
    pub fn new(speed: f64, market: UnixNanos) -> Result<Self, ReplayError> {
        Ok(Self { speed: checked(speed)?, is_paused: false, since: Duration::ZERO, market })
    }

    /// Market time over real time.
    #[must_use]
    pub const fn speed(&self) -> f64 {
        self.speed
    }

    /// Whether market time stands still.
    #[must_use]
    pub const fn is_paused(&self) -> bool {
        self.is_paused
    }

    /// Where the market should be by then; [`UnixNanos::MAX`] at infinite speed.
    #[must_use]
    pub fn market_time(&self, elapsed: Duration) -> UnixNanos {
        if self.is_paused {
            return self.market;
        }
        if self.speed.is_infinite() {
            return UnixNanos::MAX;
        }
        let real = elapsed.saturating_sub(self.since).as_nanos() as f64;
        // The conversion holds what is too large at the largest.
        self.market.saturating_add((real * self.speed) as i64)
    }

    /// How long until the market should be at a time; nothing if it should be there already. `None` while paused.
    #[must_use]
    pub fn wait(&self, market: UnixNanos, elapsed: Duration) -> Option<Duration> {
        if self.is_paused {
            return None;
        }
        let missing = market.as_i64().saturating_sub(self.market_time(elapsed).as_i64()).max(0);
        Some(Duration::try_from_secs_f64(missing as f64 / 1e9 / self.speed).unwrap_or(Duration::MAX))
    }

    /// Goes on at another speed.
    ///
    /// # Errors
    /// As [`Pace::new`]; the speed then stays as it is.
    pub fn set_speed(&mut self, speed: f64, elapsed: Duration) -> Result<(), ReplayError> {
        let speed = checked(speed)?;
        self.hold(elapsed);
        self.speed = speed;
        Ok(())
    }

    /// Lets market time stand still.
    pub fn pause(&mut self, elapsed: Duration) {
        self.hold(elapsed);
        self.is_paused = true;
    }

    /// Lets market time go on from where it stands.
    pub fn resume(&mut self, elapsed: Duration) {
        self.hold(elapsed);
        self.is_paused = false;
    }

    /// Goes on from another market time: after a jump, or to catch up with what is played at infinite speed.
    pub fn jump(&mut self, market: UnixNanos, elapsed: Duration) {
        self.since = elapsed;
        self.market = market;
    }

    /// Makes now the moment from which both times are counted.
    fn hold(&mut self, elapsed: Duration) {
        if self.speed.is_finite() {
            self.market = self.market_time(elapsed);
        }
        self.since = elapsed.max(self.since);
    }
}

fn checked(speed: f64) -> Result<f64, ReplayError> {
    if speed > 0.0 { Ok(speed) } else { Err(ReplayError::InvalidSpeed { found: speed.to_string() }) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn seconds(count: i64) -> UnixNanos {
        UnixNanos::new(count * 1_000_000_000)
    }

    #[test]
    fn what_is_no_speed_is_refused() {
        for speed in [0.0, -0.0, -1.0, f64::NAN, f64::NEG_INFINITY] {
            let refused = Pace::new(speed, seconds(0)).map_err(|error| error.code());
            assert_eq!(refused, Err("replay.speed_invalid"), "{speed}");
        }
        let mut pace = Pace::new(3.0, seconds(0)).unwrap();
        assert!(pace.set_speed(0.0, SECOND).is_err());
        assert_eq!((pace.speed(), pace.market_time(SECOND)), (3.0, seconds(3)));
    }

    #[test]
    fn a_pause_takes_no_market_time() {
        let mut pace = Pace::new(10.0, seconds(100)).unwrap();
        pace.pause(SECOND);
        assert_eq!((pace.market_time(9 * SECOND), pace.wait(seconds(120), 9 * SECOND)), (seconds(110), None));
        pace.resume(9 * SECOND);
        assert_eq!(pace.market_time(10 * SECOND), seconds(120));
        assert_eq!(pace.wait(seconds(130), 10 * SECOND), Some(SECOND));
        assert_eq!(pace.wait(seconds(110), 10 * SECOND), Some(Duration::ZERO));
    }

    #[test]
    fn infinite_speed_never_waits_and_a_slow_one_may_wait_for_ever() {
        let pace = Pace::new(f64::INFINITY, seconds(0)).unwrap();
        assert_eq!(pace.market_time(Duration::ZERO), UnixNanos::MAX);
        assert_eq!(pace.wait(UnixNanos::MAX, Duration::ZERO), Some(Duration::ZERO));
        let slow = Pace::new(f64::MIN_POSITIVE, seconds(0)).unwrap();
        assert_eq!(slow.wait(UnixNanos::MAX, SECOND), Some(Duration::MAX));
    }

    #[test]
    fn a_change_from_infinite_speed_goes_on_from_where_the_market_was_left() {
        let mut pace = Pace::new(f64::INFINITY, seconds(0)).unwrap();
        pace.jump(seconds(50), SECOND);
        pace.set_speed(1.0, 2 * SECOND).unwrap();
        assert_eq!(pace.market_time(3 * SECOND), seconds(51));
    }

    proptest! {
        #[test]
        fn market_time_never_goes_back_and_a_wait_is_long_enough(
            speed in 0.001_f64..1e9,
            changes in prop::collection::vec((0_u64..1 << 40, 0.001_f64..1e6, any::<bool>()), 0..8),
            ahead in 0_i64..1 << 50,
        ) {
            let mut pace = Pace::new(speed, seconds(1_500_000_000)).unwrap();
            let (mut elapsed, mut before) = (Duration::ZERO, seconds(1_500_000_000));
            for (nanos, speed, is_pause) in changes {
                elapsed += Duration::from_nanos(nanos);
                let now = pace.market_time(elapsed);
                prop_assert!(now >= before);
                before = now;
                if is_pause { pace.pause(elapsed) } else { pace.resume(elapsed) }
                pace.set_speed(speed, elapsed).unwrap();
                prop_assert_eq!(pace.market_time(elapsed), now);
            }
            pace.resume(elapsed);
            let due = before.saturating_add(ahead);
            let wait = pace.wait(due, elapsed).unwrap();
            // A wait is rounded to nanoseconds of real time.
            let missing = due.as_i64() - pace.market_time(elapsed + wait).as_i64();
            prop_assert!(missing as f64 <= 2.0 * pace.speed() + 1e-6 * ahead as f64 + 2.0, "{missing}");
        }
    }
}
