//! A bar, and a bar that became complete, as plain values.

use pyo3::prelude::*;
use tickloom_bars::{CompletedBar, StateChange};
use tickloom_model::{Bar, Digits, Side, points_to_f64};

/// A bar with its prices in quote currency.
#[derive(IntoPyObject)]
pub(crate) struct BarFields {
    open_time: i64,
    open: f64,
    high: f64,
    low: f64,
    close: f64,
    volume: f64,
    ticks: u32,
    spread_min: f64,
    spread_mean: f64,
    spread_max: f64,
    spread_close: f64,
    available_at: i64,
    complete: bool,
}

/// A bar that became complete, and whose it is.
#[derive(IntoPyObject)]
pub(crate) struct ChangeFields {
    symbol: String,
    timeframe: String,
    bar: BarFields,
    text: String,
}

impl BarFields {
    pub(crate) fn of(known: &CompletedBar, complete: bool, digits: Digits, side: Side) -> Self {
        let CompletedBar { bar, available_at } = known;
        let per_unit = digits.points_per_unit();
        let price = |units| points_to_f64(units, per_unit * side.units_per_point());
        let Bar { open_time, open, high, low, close, volume, ticks, spread } = *bar;
        Self {
            open_time: open_time.as_i64(),
            open: price(open),
            high: price(high),
            low: price(low),
            close: price(close),
            volume,
            ticks,
            spread_min: points_to_f64(spread.min, per_unit),
            spread_mean: bar.mean_spread().map_or(f64::NAN, |points| points / per_unit as f64),
            spread_max: points_to_f64(spread.max, per_unit),
            spread_close: points_to_f64(spread.close, per_unit),
            available_at: available_at.as_i64(),
            complete,
        }
    }
}

impl From<StateChange<'_>> for ChangeFields {
    fn from(change: StateChange<'_>) -> Self {
        Self {
            symbol: change.symbol.to_string(),
            timeframe: change.timeframe.to_string(),
            bar: BarFields::of(&change.completed, true, change.digits, change.side),
            text: change.to_string(),
        }
    }
}
