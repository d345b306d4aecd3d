//! Bars of several symbols and timeframes as columns, in the order in which they were known.

use tickloom_bars::{CompletedBar, MtfConfig, MtfSymbol, StateChange};
use tickloom_model::{Side, Spread, points_to_f64};
use tickloom_protocol::methods::mtf::BarColumns;

/// A bar with its place in a session.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// The position of its symbol.
    pub(crate) symbol: usize,
    /// The position of its timeframe.
    pub(crate) timeframe: usize,
    pub(crate) bar: CompletedBar,
    pub(crate) is_complete: bool,
}

/// How whole prices of each symbol become prices.
#[derive(Clone, Debug)]
pub(crate) struct Units {
    /// By symbol: what one unit of the quote currency is.
    per_one: Vec<i64>,
}

impl Units {
    pub(crate) fn of(config: &MtfConfig) -> Self {
        let of_side = Side::units_per_point(config.side);
        let per_one = |digits: tickloom_model::Digits| digits.points_per_unit() * of_side;
        Self { per_one: config.symbols.iter().map(|symbol| per_one(symbol.digits)).collect() }
    }

    fn price(&self, symbol: usize, units: i64) -> f64 {
        points_to_f64(units, self.per_one.get(symbol).copied().unwrap_or(1))
    }
}

pub(crate) fn columns(rows: &[Row], units: &Units) -> BarColumns {
    let price = |value: fn(&CompletedBar) -> i64| {
        rows.iter().map(|row| units.price(row.symbol, value(&row.bar))).collect()
    };
    BarColumns {
        symbol: rows.iter().map(|row| row.symbol as u32).collect(),
        timeframe: rows.iter().map(|row| row.timeframe as u32).collect(),
        open_time: rows.iter().map(|row| row.bar.bar.open_time.as_i64()).collect(),
        open: price(|known| known.bar.open),
        high: price(|known| known.bar.high),
        low: price(|known| known.bar.low),
        close: price(|known| known.bar.close),
        volume: rows.iter().map(|row| row.bar.bar.volume).collect(),
        ticks: rows.iter().map(|row| row.bar.bar.ticks.into()).collect(),
        available_at: rows.iter().map(|row| row.bar.available_at.as_i64()).collect(),
        complete: rows.iter().map(|row| row.is_complete).collect(),
        ..BarColumns::default()
    }
}

/// The same with spreads and lines of a log, for bars of a state that was made like this.
pub(crate) fn detailed(rows: &[Row], units: &Units, config: &MtfConfig) -> BarColumns {
    let changes: Vec<_> = rows.iter().filter_map(|row| change(row, config)).collect();
    let spread = |value: fn(&Spread) -> i64| {
        let price = |change: &StateChange<'_>| {
            points_to_f64(value(&change.completed.bar.spread), change.digits.points_per_unit())
        };
        Some(changes.iter().map(price).collect())
    };
    BarColumns {
        spread_min: spread(|spread| spread.min),
        spread_mean: Some(changes.iter().map(mean_spread).collect()),
        spread_max: spread(|spread| spread.max),
        spread_close: spread(|spread| spread.close),
        text: Some(changes.iter().map(ToString::to_string).collect()),
        ..columns(rows, units)
    }
}

fn change<'a>(row: &Row, config: &'a MtfConfig) -> Option<StateChange<'a>> {
    let (MtfSymbol { symbol, digits, .. }, side) = (config.symbols.get(row.symbol)?, config.side);
    let timeframe = *config.timeframes.get(row.timeframe)?;
    Some(StateChange { symbol, digits: *digits, side, timeframe, completed: row.bar })
}

fn mean_spread(change: &StateChange<'_>) -> f64 {
    let per_unit = change.digits.points_per_unit() as f64;
    change.completed.bar.mean_spread().map_or(f64::NAN, |points| points / per_unit)
}
