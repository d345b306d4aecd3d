//! The bar in progress of one timeframe: the state that every builder is made of.

use tickloom_model::{Bar, Spread, Timeframe, UnixNanos};

use crate::{Days, Quotes};

#[derive(Debug, Clone)]
pub(crate) struct Period {
    timeframe: Timeframe,
    days: Days,
    /// The last moment inside. A half-open end could not hold the last nanosecond of time. `None` before the first period.
    last_moment: Option<i64>,
    bar: Bar,
}

impl Period {
    pub(crate) fn new(timeframe: Timeframe, days: Days) -> Self {
        Self { timeframe, days, last_moment: None, bar: opened(UnixNanos::MIN, 0) }
    }

    /// Whether a tick of that time goes into this period; late ticks do.
    #[inline]
    pub(crate) fn covers(&self, timestamp: i64) -> bool {
        self.last_moment.is_some_and(|last| timestamp <= last)
    }

    /// Goes on to the period of that time, whose first price is `open`. The bar of the period before is complete, and returned.
    pub(crate) fn begin(&mut self, timestamp: i64, open: i64) -> Option<Bar> {
        let completed = self.bar();
        let bounds = self.days.bounds(self.timeframe, UnixNanos::new(timestamp));
        self.last_moment = Some(last_moment_before(bounds.end));
        self.bar = opened(bounds.start, open);
        completed
    }

    /// Adds what happened later in this period.
    #[inline]
    pub(crate) fn add(&mut self, later: &Bar) {
        self.bar = self.with(later);
    }

    /// Adds the first of the quotes, as far as this period reaches; the rest is returned.
    pub(crate) fn absorb<'a>(&mut self, quotes: Quotes<'a>) -> Quotes<'a> {
        let Some(last_moment) = self.last_moment else { return quotes };
        let (run, rest) = quotes.split_after(last_moment);
        run.summary().into_iter().for_each(|bar| self.add(&bar));
        rest
    }

    /// The bar in progress. `None` before the first period.
    #[inline]
    pub(crate) fn bar(&self) -> Option<Bar> {
        self.last_moment.map(|_| self.bar)
    }

    /// The bar in progress as it will be once something that happened later is added.
    #[inline]
    pub(crate) fn with(&self, later: &Bar) -> Bar {
        self.bar.followed_by(later)
    }
}

/// A bar that has its first price and waits for the tick that brought it.
fn opened(open_time: UnixNanos, open: i64) -> Bar {
    let (high, low, close) = (open, open, open);
    let spread = Spread { min: i64::MAX, max: i64::MIN, close: 0, sum: 0.0 };
    Bar { open_time, open, high, low, close, volume: 0.0, ticks: 0, spread }
}

/// `UnixNanos::MAX` as an end means that the true one lies beyond the range: the period then holds the last nanosecond too.
fn last_moment_before(end: UnixNanos) -> i64 {
    if end == UnixNanos::MAX { i64::MAX } else { end.as_i64() - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(open: i64, high: i64, low: i64, close: i64, volume: f64, ticks: u32) -> Bar {
        let spread = Spread { min: 1, max: 2, close: 1, sum: 0.0 };
        Bar { open_time: UnixNanos::new(0), open, high, low, close, volume, ticks, spread }
    }

    fn minute(open: i64) -> Period {
        let mut period = Period::new(Timeframe::M1, Days::Utc);
        assert_eq!(period.begin(0, open), None);
        period
    }

    #[test]
    fn what_comes_later_keeps_the_open_and_brings_the_close() {
        let mut period = minute(10);
        period.add(&bar(10, 12, 9, 11, 1.5, 3));
        period.add(&bar(11, 15, 10, 14, 2.0, 2));
        assert_eq!(period.bar(), Some(bar(10, 15, 9, 14, 3.5, 5)));
        assert_eq!(period.with(&bar(1, 1, 1, 1, 0.5, 1)), bar(10, 15, 1, 1, 4.0, 6));
    }

    #[test]
    fn the_number_of_ticks_stops_at_its_limit() {
        let mut period = minute(1);
        period.add(&bar(1, 1, 1, 1, 0.0, u32::MAX));
        period.add(&bar(1, 1, 1, 1, 0.0, 1));
        assert_eq!(period.bar().unwrap().ticks, u32::MAX);
    }

    #[test]
    fn a_new_period_completes_the_bar_before_it() {
        let mut period = minute(1);
        period.add(&bar(1, 1, 1, 1, 0.0, 1));
        assert!(period.covers(-1) && period.covers(59_999_999_999) && !period.covers(60_000_000_000));
        assert_eq!(period.begin(60_000_000_000, 2), Some(bar(1, 1, 1, 1, 0.0, 1)));
    }

    #[test]
    fn nothing_is_covered_before_the_first_period() {
        let period = Period::new(Timeframe::M1, Days::Utc);
        assert!(!period.covers(i64::MIN));
        assert_eq!(period.bar(), None);
    }
}
