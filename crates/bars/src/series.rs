//! Bars as columns together with when each was known: what a batch gives.

use std::ops::Range;

use tickloom_model::{Bar, Bars, UnixNanos};

use crate::CompletedBar;

/// Bars of any kind, oldest first. The last may be in progress.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BarSeries {
    /// The bars. Their open times ascend; those of bars that no time ends may be equal.
    pub bars: Bars,
    /// From when on each was known, UTC nanoseconds, ascending: see [`CompletedBar::available_at`]. That of a bar in
    /// progress is when it will be complete at the latest.
    pub available_at: Vec<i64>,
    /// Whether the last bar is in progress.
    pub is_forming: bool,
}

impl BarSeries {
    /// How many bars, one in progress counted.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bars.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bars.is_empty()
    }

    /// How many are complete.
    #[must_use]
    pub fn complete(&self) -> usize {
        self.len() - usize::from(self.is_forming)
    }

    /// The bars in order, one in progress included.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = CompletedBar> + '_ {
        (0..self.len()).map(|index| CompletedBar {
            bar: self.bars.get(index),
            available_at: UnixNanos::new(self.available_at[index]),
        })
    }

    /// No bars, and memory for so many.
    pub(crate) fn with_capacity(bars: usize) -> Self {
        let mut series = Self { available_at: Vec::with_capacity(bars), ..Self::default() };
        series.bars.reserve(bars);
        series
    }

    /// Adds a completed bar at the end.
    #[inline]
    pub fn push(&mut self, completed: CompletedBar) {
        self.bars.push(completed.bar);
        self.available_at.push(completed.available_at.as_i64());
    }

    /// Adds completed bars of another series at the end: those at some positions.
    ///
    /// # Panics
    /// If there are not that many.
    pub fn extend_from(&mut self, other: &Self, positions: Range<usize>) {
        self.bars.extend_from(&other.bars, positions.clone());
        self.available_at.extend_from_slice(&other.available_at[positions]);
    }

    /// Adds the bar in progress, which is the last, and when it will be complete at the latest.
    pub fn push_forming(&mut self, bar: Bar, latest_end: UnixNanos) {
        self.push(CompletedBar { bar, available_at: latest_end });
        self.is_forming = true;
    }
}
