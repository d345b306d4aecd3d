//! What every kind of bar is built by, and what a kind of your own has to do.

use std::fmt::Debug;

use tickloom_model::{Bar, Tick, Ticks, UnixNanos};

/// A finished bar, and from when on that was known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CompletedBar {
    /// The bar.
    pub bar: Bar,
    /// The moment from which on nothing could change it any more: for bars that time ends, their end; for others the
    /// time of the tick that completed them. A read as of an earlier moment must not show it.
    pub available_at: UnixNanos,
}

/// Ticks in, bars out: one series of bars in the making.
///
/// Ticks come in order of time, equal times in the order of their source. An aggregator answers by the ticks it was
/// given alone, so that the same ticks give the same bars live, in a batch and in a replay.
pub trait Aggregator: Debug {
    /// Adds a tick and hands on the bars that are now complete, oldest first: those that ended before the tick and
    /// those that it completes.
    fn on_tick(&mut self, tick: &Tick, completed: &mut dyn FnMut(CompletedBar));

    /// The same as one by one, and where that pays faster.
    fn on_ticks(&mut self, ticks: &Ticks, completed: &mut dyn FnMut(CompletedBar)) {
        ticks.iter().for_each(|tick| self.on_tick(&tick, completed));
    }

    /// Hands on the bars that are complete because no tick before `time` will come any more.
    fn on_time(&mut self, time: UnixNanos, completed: &mut dyn FnMut(CompletedBar));

    /// The bar in progress: all ticks since the last completed bar. `None` if there are none.
    fn forming(&self) -> Option<Bar>;

    /// When the bar in progress will be complete at the latest: the end of its period, or of its day.
    /// [`UnixNanos::MAX`] before the first tick.
    fn latest_end(&self) -> UnixNanos;
}
