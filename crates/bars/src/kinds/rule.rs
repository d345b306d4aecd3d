//! Bars that a rule completes and that no day outlives: by ticks, by volume, by range, and by rules of your own.

use std::fmt::Debug;

use tickloom_model::{Bar, Side, Tick, Timeframe, UnixNanos};

use super::in_progress::InProgress;
use crate::{Aggregator, CompletedBar, Days};

/// Says when a bar is complete. [`RuleBars`] does the rest: prices, volume, spread, days and availability.
///
/// Bars of a million in money at the bid, whatever the number of ticks:
///
/// ```
/// use tickloom_bars::{Aggregator, Days, BarRule, RuleBars};
/// use tickloom_model::{Bar, Side, Tick, UnixNanos};
///
/// #[derive(Debug, Default)]
/// struct Money {
///     turnover: f64,
/// }
///
/// impl BarRule for Money {
///     fn begin(&mut self) {
///         self.turnover = 0.0;
///     }
///
///     fn completes(&mut self, tick: &Tick, _: &Bar) -> bool {
///         let price = tick.bid as f64 / 100_000.0;
///         self.turnover += price * f64::from(tick.bid_volume);
///         self.turnover >= 1_000_000.0
///     }
/// }
///
/// let mut bars = RuleBars::new(Side::Bid, &Days::Utc, Money::default());
/// let mut ticks_of_bars = Vec::new();
/// for second in 0..5 {
///     let timestamp = UnixNanos::new(second * 1_000_000_000);
///     let tick = Tick { timestamp, bid: 125_000, ask: 125_002, bid_volume: 400_000.0, ask_volume: 0.0 };
///     bars.on_tick(&tick, &mut |completed| ticks_of_bars.push(completed.bar.ticks));
/// }
/// assert_eq!(ticks_of_bars, [2, 2]);
/// assert_eq!(bars.forming().map(|bar| bar.ticks), Some(1));
/// ```
pub trait BarRule: Debug {
    /// A bar begins: the next tick is its first, after the rule's own answer or because a day is new.
    fn begin(&mut self) {}

    /// Whether a tick completes the bar, which holds the tick already.
    fn completes(&mut self, tick: &Tick, bar: &Bar) -> bool;
}

/// Bars of one side that begin anew with each day and end with the tick that the rule says, which is theirs.
///
/// A bar opens at the time of its first tick and is available from that of its last on; the rest of a day is a bar
/// that is available when the day ends.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleBars<R> {
    side: Side,
    rule: R,
    pub(super) in_progress: InProgress,
}

impl<R: BarRule> RuleBars<R> {
    /// An aggregator that has seen nothing.
    #[must_use]
    pub fn new(side: Side, days: &Days, rule: R) -> Self {
        Self { side, rule, in_progress: InProgress::new(Timeframe::D1, days) }
    }

    /// The rule.
    pub fn rule_mut(&mut self) -> &mut R {
        &mut self.rule
    }
}

impl<R: BarRule> Aggregator for RuleBars<R> {
    #[inline]
    fn on_tick(&mut self, tick: &Tick, completed: &mut dyn FnMut(CompletedBar)) {
        self.in_progress.reach(tick.timestamp, completed);
        if self.in_progress.bar.is_none() {
            self.rule.begin();
        }
        let bar = self.in_progress.add(Bar::of_tick(tick, self.side));
        if self.rule.completes(tick, &bar) {
            self.in_progress.take();
            completed(CompletedBar { bar, available_at: tick.timestamp });
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
