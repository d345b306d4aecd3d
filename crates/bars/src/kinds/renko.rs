//! Renko bricks: bars of prices on a grid, which say how far a price went and nothing of when.

use std::num::NonZeroU32;

use tickloom_model::{Bar, Side, Spread, Tick, Timeframe, UnixNanos};

use super::in_progress::InProgress;
use crate::{Aggregator, CompletedBar, Days};

/// How many bricks a tick completes at most; the last of them is as tall as what is left of the jump.
pub const MAX_BRICKS_PER_TICK: u64 = 1_000;

/// Bricks of one side. They stand on a grid of whole multiples of their height, each beside the one before it; the
/// direction turns when the price has gone two heights against the last brick's close.
///
/// Each day begins anew between the grid lines around its first price: the first brick goes up from the upper or down
/// from the lower. Of several bricks that one tick completes, the first has the ticks, the volume and the spread; the
/// others have no ticks, no volume, and the spread of that tick. The bar in progress, and the rest of a day, has the
/// true prices since the last brick.
#[derive(Debug, Clone, PartialEq)]
pub struct RenkoBars {
    side: Side,
    /// In price units of the side.
    height: i64,
    /// The lower and the upper edge of the last brick; before the first of a day the grid lines around its first price.
    pub(super) edges: (i64, i64),
    pub(super) in_progress: InProgress,
}

impl RenkoBars {
    /// An aggregator that has seen nothing, of bricks of so many points.
    #[must_use]
    pub fn new(points: NonZeroU32, side: Side, days: &Days) -> Self {
        let height = i64::from(points.get()) * side.units_per_point();
        Self { side, height, edges: (0, 0), in_progress: InProgress::new(Timeframe::D1, days) }
    }

    fn grid_lines_around(&self, price: i64) -> (i64, i64) {
        let above = price.rem_euclid(self.height);
        let lower = price - above;
        (lower, if above == 0 { lower } else { lower + self.height })
    }

    /// Where the next brick opens and how far the price went from there in whole heights: 0 if there is none.
    fn way(&self, price: i64) -> (i64, i64) {
        let (lower, upper) = self.edges;
        let up = (price - upper).max(0) / self.height;
        let down = (lower - price).max(0) / self.height;
        if up > 0 { (upper, up) } else { (lower, -down) }
    }

    fn on_price(&mut self, price: i64, tick: &Tick, completed: &mut dyn FnMut(CompletedBar)) {
        let (mut open, bricks) = self.way(price);
        let (step, last_close) = (self.height * bricks.signum(), open + self.height * bricks);
        for count in 1..=bricks.unsigned_abs().min(MAX_BRICKS_PER_TICK) {
            let close = if count == MAX_BRICKS_PER_TICK { last_close } else { open + step };
            completed(self.brick(open, close, tick));
            open = close;
        }
        if bricks != 0 {
            self.edges = (last_close.min(last_close - step), last_close.max(last_close - step));
        }
    }

    /// A brick with the ticks since the one before.
    fn brick(&mut self, open: i64, close: i64, tick: &Tick) -> CompletedBar {
        let (low, high) = (open.min(close), open.max(close));
        let ticks = self.in_progress.take().unwrap_or_else(|| without_ticks(tick));
        CompletedBar { bar: Bar { open, high, low, close, ..ticks }, available_at: tick.timestamp }
    }
}

/// What a brick has but its prices if an earlier one has its tick.
fn without_ticks(tick: &Tick) -> Bar {
    let bar = Bar::of_tick(tick, Side::Bid);
    Bar { volume: 0.0, ticks: 0, spread: Spread { sum: 0.0, ..bar.spread }, ..bar }
}

impl Aggregator for RenkoBars {
    fn on_tick(&mut self, tick: &Tick, completed: &mut dyn FnMut(CompletedBar)) {
        let price = tick.price(self.side);
        if self.in_progress.reach(tick.timestamp, completed) {
            self.edges = self.grid_lines_around(price);
        }
        self.in_progress.add(Bar::of_tick(tick, self.side));
        self.on_price(price, tick, completed);
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
