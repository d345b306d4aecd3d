//! Ticks and bars of a replay as plain values: what happens one at a time is no table.

use pyo3::prelude::*;
use tickloom_bars::{MtfConfig, MtfSymbol, StateChange};
use tickloom_model::{Digits, Tick, points_to_f64};
use tickloom_replay::Event;

use crate::bar_fields::ChangeFields;

/// An event: a tuple, or a mapping.
#[derive(IntoPyObject)]
pub(crate) enum EventFields {
    Tick(TickFields),
    Bar(ChangeFields),
}

/// Position of the symbol, time, bid, ask, volume at the bid and at the ask.
#[derive(IntoPyObject)]
pub(crate) struct TickFields(usize, i64, f64, f64, f32, f32);

impl EventFields {
    /// An event of a replay whose state was made like this.
    pub(crate) fn of(event: &Event, config: &MtfConfig) -> Self {
        match *event {
            Event::Tick { symbol, tick } => {
                Self::Tick(TickFields::of(symbol, &tick, config.symbols[symbol].digits))
            }
            Event::Bar { symbol, timeframe, bar } => {
                let MtfSymbol { symbol, digits, .. } = &config.symbols[symbol];
                let (digits, side, timeframe) = (*digits, config.side, config.timeframes[timeframe]);
                Self::Bar(StateChange { symbol, digits, side, timeframe, completed: bar }.into())
            }
        }
    }
}

impl TickFields {
    fn of(symbol: usize, tick: &Tick, digits: Digits) -> Self {
        let price = |points| points_to_f64(points, digits.points_per_unit());
        let Tick { timestamp, bid, ask, bid_volume, ask_volume } = *tick;
        Self(symbol, timestamp.as_i64(), price(bid), price(ask), bid_volume, ask_volume)
    }
}
