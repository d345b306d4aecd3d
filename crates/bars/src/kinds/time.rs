//! Bars that time ends.

use tickloom_model::{Bar, Side, Tick, Ticks, Timeframe, UnixNanos};

use super::in_progress::InProgress;
use crate::{Aggregator, CompletedBar, Days, Quotes};

/// Bars of one timeframe and one side; a bar opens where its period begins and is available when that ends.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeBars {
    side: Side,
    pub(super) in_progress: InProgress,
}

impl TimeBars {
    /// An aggregator that has seen nothing.
    #[must_use]
    pub fn new(timeframe: Timeframe, side: Side, days: &Days) -> Self {
        Self { side, in_progress: InProgress::new(timeframe, days) }
    }

    fn add(&mut self, bar: Bar) {
        self.in_progress.add(Bar { open_time: self.in_progress.stretch.start(), ..bar });
    }
}

impl Aggregator for TimeBars {
    fn on_tick(&mut self, tick: &Tick, completed: &mut dyn FnMut(CompletedBar)) {
        self.in_progress.reach(tick.timestamp, completed);
        self.add(Bar::of_tick(tick, self.side));
    }

    fn on_ticks(&mut self, ticks: &Ticks, completed: &mut dyn FnMut(CompletedBar)) {
        let mut rest = Quotes::of(ticks, self.side);
        while let Some((time, _)) = rest.first() {
            self.in_progress.reach(UnixNanos::new(time), completed);
            let (run, later) = rest.split_after(self.in_progress.stretch.last_moment());
            run.summary().into_iter().for_each(|bar| self.add(bar));
            rest = later;
        }
    }

    fn on_time(&mut self, time: UnixNanos, completed: &mut dyn FnMut(CompletedBar)) {
        self.in_progress.end_by(time, completed);
    }

    fn forming(&self) -> Option<Bar> {
        self.in_progress.bar
    }

    fn latest_end(&self) -> UnixNanos {
        self.in_progress.stretch.end()
    }
}
