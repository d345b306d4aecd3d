//! The aggregator of a kind that is known only when the program runs.

use tickloom_model::{Bar, BarKind, Side, Tick, Ticks, UnixNanos};

use super::{PriceRange, RenkoBars, RuleBars, TickCount, TimeBars, VolumeSum, in_progress::InProgress};
use crate::{Aggregator, CompletedBar, Days};

/// The aggregator of any kind of bars.
#[derive(Debug, Clone, PartialEq)]
pub enum BarAggregator {
    /// Bars of time.
    Time(TimeBars),
    /// Bars of so many ticks.
    Ticks(RuleBars<TickCount>),
    /// Bars of so much volume.
    Volume(RuleBars<VolumeSum>),
    /// Bars of so many points from low to high.
    Range(RuleBars<PriceRange>),
    /// Renko bricks.
    Renko(RenkoBars),
}

/// All that an aggregator has to remember: with it another one of the same kind, side and days goes on from there.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Progress {
    /// The first moment of the day, or of the period of bars of time. `None` before the first tick.
    pub since: Option<UnixNanos>,
    /// The bar in progress.
    pub bar: Option<Bar>,
    /// The lower and the upper edge of the last Renko brick; of other kinds 0.
    pub edges: (i64, i64),
}

impl BarAggregator {
    /// An aggregator that has seen nothing.
    #[must_use]
    pub fn new(kind: BarKind, side: Side, days: &Days) -> Self {
        match kind {
            BarKind::Time(timeframe) => Self::Time(TimeBars::new(timeframe, side, days)),
            BarKind::Ticks(count) => Self::Ticks(RuleBars::new(side, days, TickCount(count))),
            BarKind::Volume(volume) => Self::Volume(RuleBars::new(side, days, VolumeSum(volume))),
            BarKind::Range(points) => {
                Self::Range(RuleBars::new(side, days, PriceRange::of_points(points, side)))
            }
            BarKind::Renko(points) => Self::Renko(RenkoBars::new(points, side, days)),
        }
    }

    /// What to remember.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let InProgress { stretch, bar } = self.in_progress();
        let edges = if let Self::Renko(renko) = self { renko.edges } else { (0, 0) };
        Progress { since: stretch.has_begun().then(|| stretch.start()), bar: *bar, edges }
    }

    /// Goes on from what was remembered, whatever was seen before.
    pub fn resume(&mut self, progress: Progress) {
        if let Self::Renko(renko) = self {
            renko.edges = progress.edges;
        }
        let in_progress = self.in_progress_mut();
        in_progress.bar = progress.bar;
        in_progress.stretch.begin_again(progress.since);
    }

    fn in_progress(&self) -> &InProgress {
        match self {
            Self::Time(bars) => &bars.in_progress,
            Self::Ticks(bars) => &bars.in_progress,
            Self::Volume(bars) => &bars.in_progress,
            Self::Range(bars) => &bars.in_progress,
            Self::Renko(bars) => &bars.in_progress,
        }
    }

    fn in_progress_mut(&mut self) -> &mut InProgress {
        match self {
            Self::Time(bars) => &mut bars.in_progress,
            Self::Ticks(bars) => &mut bars.in_progress,
            Self::Volume(bars) => &mut bars.in_progress,
            Self::Range(bars) => &mut bars.in_progress,
            Self::Renko(bars) => &mut bars.in_progress,
        }
    }

    fn aggregator(&mut self) -> &mut dyn Aggregator {
        match self {
            Self::Time(bars) => bars,
            Self::Ticks(bars) => bars,
            Self::Volume(bars) => bars,
            Self::Range(bars) => bars,
            Self::Renko(bars) => bars,
        }
    }
}

impl Aggregator for BarAggregator {
    #[inline]
    fn on_tick(&mut self, tick: &Tick, completed: &mut dyn FnMut(CompletedBar)) {
        self.aggregator().on_tick(tick, completed);
    }

    fn on_ticks(&mut self, ticks: &Ticks, completed: &mut dyn FnMut(CompletedBar)) {
        self.aggregator().on_ticks(ticks, completed);
    }

    fn on_time(&mut self, time: UnixNanos, completed: &mut dyn FnMut(CompletedBar)) {
        self.aggregator().on_time(time, completed);
    }

    #[inline]
    fn forming(&self) -> Option<Bar> {
        self.in_progress().bar
    }

    fn latest_end(&self) -> UnixNanos {
        self.in_progress().stretch.end()
    }
}
