//! Ticks and bars of a replay as tuples of plain numbers: what happens one at a time is no table.

use pyo3::prelude::*;
use tickloom_bars::CompletedBar;
use tickloom_model::{Digits, Side, Tick, points_to_f64};

/// An event; which of the two is told by its length.
#[derive(IntoPyObject)]
pub(crate) enum EventFields {
    Tick(TickFields),
    Bar(BarFields),
}

/// Position of the symbol, time, bid, ask, volume at the bid and at the ask.
#[derive(IntoPyObject)]
pub(crate) struct TickFields(usize, i64, f64, f64, f32, f32);

/// Positions of symbol and timeframe, open time, open, high, low, close, volume, ticks, and when it was known.
#[derive(IntoPyObject)]
pub(crate) struct BarFields(usize, usize, i64, f64, f64, f64, f64, f64, u32, i64);

impl TickFields {
    pub(crate) fn of(symbol: usize, tick: &Tick, digits: Digits) -> Self {
        let price = |points| points_to_f64(points, digits.points_per_unit());
        let Tick { timestamp, bid, ask, bid_volume, ask_volume } = *tick;
        Self(symbol, timestamp.as_i64(), price(bid), price(ask), bid_volume, ask_volume)
    }
}

impl BarFields {
    pub(crate) fn of(
        symbol: usize,
        timeframe: usize,
        completed: &CompletedBar,
        digits: Digits,
        side: Side,
    ) -> Self {
        let price = |units| points_to_f64(units, digits.points_per_unit() * side.units_per_point());
        let (bar, available_at) = (&completed.bar, completed.available_at.as_i64());
        let [open, high, low, close] = [bar.open, bar.high, bar.low, bar.close].map(price);
        let open_time = bar.open_time.as_i64();
        Self(symbol, timeframe, open_time, open, high, low, close, bar.volume, bar.ticks, available_at)
    }
}
