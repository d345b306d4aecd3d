//! One timeframe's bar in progress and the bars before it: the state that every builder is made of.

use tickloom_model::{Bar, Bars, Timeframe, UnixNanos};

use crate::Quotes;

#[derive(Debug, Clone)]
pub(crate) struct Accumulator {
    timeframe: Timeframe,
    open_time: UnixNanos,
    /// The last moment of the period in progress, inside it. A half-open end could not hold the last nanosecond of time.
    last_moment: Option<i64>,
    bar: Option<Bar>,
    completed: Bars,
}

impl Accumulator {
    pub(crate) fn new(timeframe: Timeframe) -> Self {
        Self {
            timeframe,
            open_time: UnixNanos::MIN,
            last_moment: None,
            bar: None,
            completed: Bars::default(),
        }
    }

    /// Whether a tick of that time goes into the period in progress; late ticks do.
    #[inline]
    pub(crate) fn covers(&self, timestamp: i64) -> bool {
        self.last_moment.is_some_and(|last| timestamp <= last)
    }

    /// Starts the period of that time. The bar of the period before is complete, and returned.
    pub(crate) fn begin(&mut self, timestamp: i64) -> Option<Bar> {
        let completed = self.bar.take();
        completed.into_iter().for_each(|bar| self.completed.push(bar));
        let period = self.timeframe.bounds(UnixNanos::new(timestamp));
        self.open_time = period.start;
        self.last_moment = Some(last_moment_before(period.end));
        completed
    }

    /// Adds what happened later in the period in progress.
    #[inline]
    pub(crate) fn add(&mut self, later: &Bar) {
        match &mut self.bar {
            Some(bar) => append(bar, later),
            None => self.bar = Some(Bar { open_time: self.open_time, ..*later }),
        }
    }

    /// Adds the first of the quotes, as far as the period in progress reaches; the rest is returned.
    pub(crate) fn absorb<'a>(&mut self, quotes: Quotes<'a>) -> Quotes<'a> {
        let Some(last_moment) = self.last_moment else { return quotes };
        let (run, rest) = quotes.split_after(last_moment);
        run.summary().into_iter().for_each(|bar| self.add(&bar));
        rest
    }

    /// The bar in progress, with what a shorter timeframe has not passed on yet.
    #[inline]
    pub(crate) fn forming(&self, below: Option<Bar>) -> Option<Bar> {
        let later = below.map(|bar| Bar { open_time: self.open_time, ..bar });
        let Some(mut bar) = self.bar else { return later };
        later.into_iter().for_each(|later| append(&mut bar, &later));
        Some(bar)
    }

    /// Takes the completed bars out.
    pub(crate) fn take_completed(&mut self) -> Bars {
        std::mem::take(&mut self.completed)
    }
}

#[inline]
fn append(bar: &mut Bar, later: &Bar) {
    bar.high = bar.high.max(later.high);
    bar.low = bar.low.min(later.low);
    bar.close = later.close;
    bar.volume += later.volume;
    bar.ticks = bar.ticks.saturating_add(later.ticks);
}

/// `UnixNanos::MAX` as an end means that the true one lies beyond the range: the period then holds the last nanosecond too.
fn last_moment_before(end: UnixNanos) -> i64 {
    if end == UnixNanos::MAX { i64::MAX } else { end.as_i64() - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(open: i64, high: i64, low: i64, close: i64, volume: f64, ticks: u32) -> Bar {
        Bar { open_time: UnixNanos::new(0), open, high, low, close, volume, ticks }
    }

    #[test]
    fn later_bars_keep_the_open_and_bring_the_close() {
        let mut accumulator = Accumulator::new(Timeframe::M1);
        accumulator.begin(0);
        accumulator.add(&bar(10, 12, 9, 11, 1.5, 3));
        accumulator.add(&bar(11, 15, 10, 14, 2.0, 2));
        assert_eq!(accumulator.forming(None), Some(bar(10, 15, 9, 14, 3.5, 5)));
        assert_eq!(accumulator.forming(Some(bar(1, 1, 1, 1, 0.5, 1))), Some(bar(10, 15, 1, 1, 4.0, 6)));
    }

    #[test]
    fn the_number_of_ticks_stops_at_its_limit() {
        let mut accumulator = Accumulator::new(Timeframe::M1);
        accumulator.begin(0);
        accumulator.add(&bar(1, 1, 1, 1, 0.0, u32::MAX));
        accumulator.add(&bar(1, 1, 1, 1, 0.0, 1));
        assert_eq!(accumulator.forming(None).unwrap().ticks, u32::MAX);
    }

    #[test]
    fn a_new_period_completes_the_bar_before_it() {
        let mut accumulator = Accumulator::new(Timeframe::M1);
        assert_eq!(accumulator.begin(0), None);
        accumulator.add(&bar(1, 1, 1, 1, 0.0, 1));
        assert!(accumulator.covers(59_999_999_999) && !accumulator.covers(60_000_000_000));
        assert_eq!(accumulator.begin(60_000_000_000), Some(bar(1, 1, 1, 1, 0.0, 1)));
        assert_eq!(accumulator.forming(None), None);
        assert_eq!(accumulator.take_completed().len(), 1);
        assert!(accumulator.take_completed().is_empty());
    }
}
