//! Bars of any kind from columns of ticks, whole or in pieces.

use tickloom_model::{Bar, BarKind, Side, Ticks, UnixNanos};

use super::BarAggregator;
use crate::{Aggregator, BarSeries, Days};

/// Every bar of the ticks, oldest first; the last may be in progress. No ticks, no bars. See the [rules](crate#rules).
///
/// ```
/// use tickloom_bars::{Days, build_kind};
/// use tickloom_model::{Side, Tick, Ticks, UnixNanos};
///
/// let tick = |time, bid| Tick { timestamp: UnixNanos::new(time), bid, ask: bid + 1, bid_volume: 1.0, ask_volume: 1.0 };
/// let ticks: Ticks = [(10, 100), (20, 104), (30, 103)].map(|(time, bid)| tick(time, bid)).into_iter().collect();
/// let series = build_kind(&ticks, "2t".parse()?, Side::Bid, &Days::Utc);
/// assert_eq!((series.bars.open_time, series.bars.close), (vec![10, 30], vec![104, 103]));
/// assert_eq!((series.available_at[0], series.is_forming), (20, true));
/// # Ok::<(), tickloom_model::ModelError>(())
/// ```
///
/// # Panics
/// If the columns of the side differ in length.
#[must_use]
pub fn build_kind(ticks: &Ticks, kind: BarKind, side: Side, days: &Days) -> BarSeries {
    let mut builder = KindBuilder::new(kind, side, days);
    builder.push_ticks(ticks);
    builder.finish()
}

/// Bars of any kind and one side, from ticks that come in pieces; however they are cut, the bars are the same.
#[derive(Debug, Clone)]
pub struct KindBuilder {
    aggregator: BarAggregator,
    completed: BarSeries,
}

impl KindBuilder {
    /// A builder that has seen nothing.
    #[must_use]
    pub fn new(kind: BarKind, side: Side, days: &Days) -> Self {
        Self { aggregator: BarAggregator::new(kind, side, days), completed: BarSeries::default() }
    }

    /// Adds ticks that follow what was added before.
    ///
    /// # Panics
    /// If the columns of the side differ in length.
    pub fn push_ticks(&mut self, ticks: &Ticks) {
        self.aggregator.on_ticks(ticks, &mut |bar| self.completed.push(bar));
    }

    /// Says that no tick before `time` will come any more, which completes what ended by then.
    pub fn advance(&mut self, time: UnixNanos) {
        self.aggregator.on_time(time, &mut |bar| self.completed.push(bar));
    }

    /// The bar in progress. `None` if no tick came since the last completed bar.
    #[must_use]
    pub fn forming(&self) -> Option<Bar> {
        self.aggregator.forming()
    }

    /// The bars completed since this was last asked, oldest first.
    pub fn take_completed(&mut self) -> BarSeries {
        std::mem::take(&mut self.completed)
    }

    /// The bars not taken yet, oldest first; the last may be the one in progress.
    #[must_use]
    pub fn finish(mut self) -> BarSeries {
        let latest_end = self.aggregator.latest_end();
        self.forming().into_iter().for_each(|bar| self.completed.push_forming(bar, latest_end));
        self.completed
    }
}
