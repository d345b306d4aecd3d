//! A bar in progress and the stretch of time that cuts it off: what aggregators of every kind are made of.

use tickloom_model::{Bar, Timeframe, UnixNanos};

use super::stretch::Stretch;
use crate::{CompletedBar, Days};

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct InProgress {
    pub(crate) stretch: Stretch,
    pub(crate) bar: Option<Bar>,
}

impl InProgress {
    pub(crate) fn new(timeframe: Timeframe, days: &Days) -> Self {
        Self { stretch: Stretch::of(timeframe, days.clone()), bar: None }
    }

    /// Goes on to the stretch of a moment, and says whether that is a new one; a bar that it cut off is handed on.
    #[inline]
    pub(crate) fn reach(&mut self, time: UnixNanos, completed: &mut dyn FnMut(CompletedBar)) -> bool {
        let is_new = !self.stretch.covers(time.as_i64());
        if is_new {
            self.cut_off(completed);
            self.stretch.begin(time);
        }
        is_new
    }

    /// Hands on the bar if its stretch ended by `time`.
    pub(crate) fn end_by(&mut self, time: UnixNanos, completed: &mut dyn FnMut(CompletedBar)) {
        if self.stretch.is_over(time) {
            self.cut_off(completed);
        }
    }

    /// Adds what happened later; the first to be added brings the open and its time.
    #[inline]
    pub(crate) fn add(&mut self, later: Bar) -> Bar {
        let bar = self.bar.map_or(later, |bar| bar.followed_by(&later));
        self.bar = Some(bar);
        bar
    }

    /// The bar, no longer in progress.
    #[inline]
    pub(crate) fn take(&mut self) -> Option<Bar> {
        self.bar.take()
    }

    fn cut_off(&mut self, completed: &mut dyn FnMut(CompletedBar)) {
        let available_at = self.stretch.end();
        self.take().into_iter().for_each(|bar| completed(CompletedBar { bar, available_at }));
    }
}
