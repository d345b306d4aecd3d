//! The bar in progress of one timeframe: the state that every builder is made of.

use tickloom_model::{Bar, Spread, Timeframe, UnixNanos};

use crate::{BarSeries, CompletedBar, Days, Quotes};

#[derive(Debug, Clone)]
pub(crate) struct Period {
    timeframe: Timeframe,
    days: Days,
    /// The last moment inside. A half-open end could not hold the last nanosecond of time. `None` between periods.
    last_moment: Option<i64>,
    bar: Bar,
}

impl Period {
    pub(crate) fn new(timeframe: Timeframe, days: Days) -> Self {
        Self { timeframe, days, last_moment: None, bar: opened(UnixNanos::MIN, 0) }
    }

    /// Whether a tick of that time, none being older than this period, goes into it.
    #[inline]
    pub(crate) fn covers(&self, timestamp: i64) -> bool {
        self.last_moment.is_some_and(|last| timestamp <= last)
    }

    /// Goes on to the period of that time, whose first price is `open`. The bar of the period before is complete, and returned.
    pub(crate) fn begin(&mut self, timestamp: i64, open: i64) -> Option<CompletedBar> {
        let completed = self.complete();
        let bounds = self.days.bounds(self.timeframe, UnixNanos::new(timestamp));
        self.last_moment = Some(last_moment_before(bounds.end));
        self.bar = opened(bounds.start, open);
        completed
    }

    /// Ends the period if it lies before that time; its bar is complete, and returned.
    pub(crate) fn end_by(&mut self, time: i64) -> Option<CompletedBar> {
        let is_over = self.last_moment.is_some_and(|last| last < time);
        if is_over { self.complete() } else { None }
    }

    /// Adds what happened later in this period.
    #[inline]
    pub(crate) fn add(&mut self, later: &Bar) {
        self.bar = self.bar.followed_by(later);
    }

    /// Adds bars of the same timeframe, the first of which may go on with this period's. Those between the first and
    /// the last are complete as they are.
    pub(crate) fn push_series(&mut self, later: &BarSeries, completed: &mut BarSeries) {
        let Some(last) = later.len().checked_sub(1) else { return };
        self.push_bar(&later.bars.get(0), completed);
        if last > 0 {
            self.complete().into_iter().for_each(|bar| completed.push(bar));
            completed.extend_from(later, 1..last);
            self.push_bar(&later.bars.get(last), completed);
        }
    }

    fn push_bar(&mut self, bar: &Bar, completed: &mut BarSeries) {
        let time = bar.open_time.as_i64();
        if !self.covers(time) {
            self.begin(time, bar.open).into_iter().for_each(|bar| completed.push(bar));
        }
        self.add(bar);
    }

    /// Adds the first of the quotes, as far as this period reaches; the rest is returned.
    pub(crate) fn absorb<'a>(&mut self, quotes: Quotes<'a>) -> Quotes<'a> {
        let Some(last_moment) = self.last_moment else { return quotes };
        let (run, rest) = quotes.split_after(last_moment);
        run.summary().into_iter().for_each(|bar| self.add(&bar));
        rest
    }

    /// The bar in progress. `None` between periods.
    #[inline]
    pub(crate) fn bar(&self) -> Option<Bar> {
        self.last_moment.map(|_| self.bar)
    }

    /// The last moment inside; that of all time between periods.
    pub(crate) fn last_moment(&self) -> i64 {
        self.last_moment.unwrap_or(i64::MAX)
    }

    /// When the period ends; [`UnixNanos::MAX`] between periods.
    pub(crate) fn end(&self) -> UnixNanos {
        UnixNanos::new(self.last_moment.unwrap_or(i64::MAX).saturating_add(1))
    }

    /// The bar in progress together with that of a shorter period, which happened later. `None` between periods.
    #[inline]
    pub(crate) fn with(&self, later: &Self) -> Option<Bar> {
        self.last_moment?;
        Some(if later.last_moment.is_some() { self.bar.followed_by(&later.bar) } else { self.bar })
    }

    /// Goes on with a bar in progress that [`Self::bar`] once gave, whatever was before.
    pub(crate) fn resume(&mut self, bar: Option<Bar>) {
        let end = |bar: Bar| self.days.bounds(self.timeframe, bar.open_time).end;
        self.last_moment = bar.map(|bar| last_moment_before(end(bar)));
        self.bar = bar.unwrap_or(self.bar);
    }

    /// Ends the period whenever it would end; its bar is returned.
    pub(crate) fn complete(&mut self) -> Option<CompletedBar> {
        let available_at = self.end();
        self.last_moment.take().map(|_| CompletedBar { bar: self.bar, available_at })
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
        let mut second = minute(1);
        second.add(&bar(1, 1, 1, 1, 0.5, 1));
        assert_eq!(period.with(&second), Some(bar(10, 15, 1, 1, 4.0, 6)));
        assert_eq!(period.with(&Period::new(Timeframe::M1, Days::Utc)), period.bar());
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
        let available_at = UnixNanos::new(60_000_000_000);
        let expected = CompletedBar { bar: bar(1, 1, 1, 1, 0.0, 1), available_at };
        assert_eq!(period.clone().begin(60_000_000_000, 2), Some(expected));
        assert_eq!(period.clone().begin(3_600_000_000_000, 2), Some(expected));
        assert_eq!((period.end_by(59_999_999_999), period.end_by(60_000_000_000)), (None, Some(expected)));
        assert_eq!((period.bar(), period.end_by(i64::MAX)), (None, None));
    }

    #[test]
    fn nothing_is_covered_before_the_first_period() {
        let period = Period::new(Timeframe::M1, Days::Utc);
        assert!(!period.covers(i64::MIN));
        assert_eq!(period.bar(), None);
    }
}
