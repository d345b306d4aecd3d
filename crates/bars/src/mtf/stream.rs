//! One symbol's ticks into bars of every timeframe: put in order, then handed to what builds.

use tickloom_model::{Bar, BarKind, Side, Tick, Ticks, UnixNanos};

use super::{cascade::Cascade, condensed::Condensed, slots::Slots};
use crate::{Aggregator, BarAggregator, BarSeries, CompletedBar, Days, Quotes, Sequencer};

/// Bars in progress of one symbol. Completed bars are handed on with the slot of their timeframe.
#[derive(Debug, Clone)]
pub(crate) struct Stream {
    pub(super) sequencer: Sequencer,
    pub(super) cascade: Cascade,
    /// Bars that time does not end; their slots follow those of the cascade.
    pub(super) others: Vec<BarAggregator>,
}

impl Stream {
    /// The state before the first tick.
    pub(crate) fn new(slots: &Slots, side: Side, days: &Days, sequencer: Sequencer) -> Self {
        let other = |kind: &BarKind| BarAggregator::new(*kind, side, days);
        Self {
            sequencer,
            cascade: Cascade::new(side, slots.timeframes(), days),
            others: slots.others().iter().map(other).collect(),
        }
    }

    /// Adds a tick; `false` if it came too late and was dropped.
    #[inline]
    pub(crate) fn on_tick(&mut self, tick: &Tick, completed: &mut impl FnMut(usize, CompletedBar)) -> bool {
        if self.sequencer.holds() {
            return self.hold(tick, completed);
        }
        let passes = self.sequencer.passes(tick.timestamp.as_i64());
        if passes {
            self.build(tick, completed);
        }
        passes
    }

    /// Adds many ticks: the same as one by one, but that bars of different timeframes may be handed on in another order.
    pub(crate) fn push_ticks(
        &mut self,
        ticks: &Ticks,
        side: Side,
        completed: &mut impl FnMut(usize, CompletedBar),
    ) {
        if !self.follows(ticks) {
            for tick in ticks.iter() {
                self.on_tick(&tick, completed);
            }
            return;
        }
        if let Some(last) = ticks.timestamp.last() {
            self.sequencer.passes(*last);
        }
        self.cascade.push_quotes(Quotes::of(ticks, side), completed);
        let first = self.cascade.len();
        for (slot, other) in (first..).zip(&mut self.others) {
            other.on_ticks(ticks, &mut |bar| completed(slot, bar));
        }
    }

    /// Adds bars of all timeframes; `false` if ticks would have to be held, sorted or dropped, and nothing was done.
    pub(crate) fn push_condensed(&mut self, condensed: &Condensed, completed: &mut [BarSeries]) -> bool {
        let Some((first, last)) = condensed.span else { return true };
        let follows = condensed.is_in_order && first >= self.sequencer.latest().as_i64();
        if follows {
            self.sequencer.passes(last);
            self.cascade.push_series(&condensed.series, completed);
        }
        follows
    }

    /// Whether all that is built can be built of condensed ticks.
    pub(crate) fn takes_condensed(&self) -> bool {
        self.others.is_empty() && !self.sequencer.holds()
    }

    /// Lets the clock move without a tick.
    pub(crate) fn advance(&mut self, time: UnixNanos, completed: &mut impl FnMut(usize, CompletedBar)) {
        self.sequencer.advance(time);
        self.release(completed);
    }

    /// Lets the ticks go that are held: no other will come before the latest of them.
    pub(crate) fn release_all(&mut self, completed: &mut impl FnMut(usize, CompletedBar)) {
        if self.sequencer.held() > 0 {
            self.sequencer.release();
            self.release(completed);
        }
    }

    /// The bar in progress of a slot.
    #[inline]
    pub(crate) fn forming(&self, slot: usize) -> Option<Bar> {
        match slot.checked_sub(self.cascade.len()) {
            None => self.cascade.forming(slot),
            Some(other) => self.others[other].forming(),
        }
    }

    /// When the bar in progress of a slot will be complete at the latest.
    pub(crate) fn latest_end(&self, slot: usize) -> UnixNanos {
        match slot.checked_sub(self.cascade.len()) {
            None => self.cascade.latest_end(slot),
            Some(other) => self.others[other].latest_end(),
        }
    }

    /// Whether no tick has to be held, sorted or dropped.
    fn follows(&self, ticks: &Ticks) -> bool {
        let first = ticks.timestamp.first().copied().unwrap_or(i64::MAX);
        !self.sequencer.holds() && first >= self.sequencer.latest().as_i64() && ticks.is_sorted()
    }

    fn hold(&mut self, tick: &Tick, completed: &mut impl FnMut(usize, CompletedBar)) -> bool {
        let is_held = self.sequencer.push(tick);
        if is_held {
            self.release(completed);
        }
        is_held
    }

    fn release(&mut self, completed: &mut impl FnMut(usize, CompletedBar)) {
        while let Some(tick) = self.sequencer.pop() {
            self.build(&tick, completed);
        }
        self.on_time(self.sequencer.watermark(), completed);
    }

    #[inline]
    fn build(&mut self, tick: &Tick, completed: &mut impl FnMut(usize, CompletedBar)) {
        self.cascade.on_tick(tick, completed);
        let first = self.cascade.len();
        for (slot, other) in (first..).zip(&mut self.others) {
            other.on_tick(tick, &mut |bar| completed(slot, bar));
        }
    }

    fn on_time(&mut self, watermark: UnixNanos, completed: &mut impl FnMut(usize, CompletedBar)) {
        self.cascade.on_time(watermark.as_i64(), completed);
        let first = self.cascade.len();
        for (slot, other) in (first..).zip(&mut self.others) {
            other.on_time(watermark, &mut |bar| completed(slot, bar));
        }
    }
}
