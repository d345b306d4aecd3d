//! Bars of several symbols and timeframes as columns, in the order in which they were known.

use tickloom_bars::{CompletedBar, MtfConfig, MtfSymbol, StateChange};
use tickloom_model::{Bar, Side, Spread, points_to_f64};
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

/// How whole prices and spreads of each symbol become prices.
#[derive(Clone, Debug)]
pub(crate) struct Units {
    /// By symbol: how many units of a price, and how many points, one unit of the quote currency is.
    per_one: Vec<[i64; 2]>,
}

impl Units {
    pub(crate) fn of(config: &MtfConfig) -> Self {
        let of_side = Side::units_per_point(config.side);
        let points = config.symbols.iter().map(|symbol| symbol.digits.points_per_unit());
        Self { per_one: points.map(|points| [points * of_side, points]).collect() }
    }

    fn price(&self, symbol: usize, units: i64) -> f64 {
        points_to_f64(units, self.per_one(symbol)[0])
    }

    fn spread(&self, symbol: usize, points: i64) -> f64 {
        points_to_f64(points, self.per_one(symbol)[1])
    }

    fn mean_spread(&self, symbol: usize, bar: &Bar) -> f64 {
        bar.mean_spread().map_or(f64::NAN, |points| points / self.per_one(symbol)[1] as f64)
    }

    fn per_one(&self, symbol: usize) -> [i64; 2] {
        self.per_one.get(symbol).copied().unwrap_or([1; 2])
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

/// The same with spreads.
pub(crate) fn with_spreads(rows: &[Row], units: &Units) -> BarColumns {
    let spread = |value: fn(&Spread) -> i64| {
        Some(rows.iter().map(|row| units.spread(row.symbol, value(&row.bar.bar.spread))).collect())
    };
    BarColumns {
        spread_min: spread(|spread| spread.min),
        spread_mean: Some(rows.iter().map(|row| units.mean_spread(row.symbol, &row.bar.bar)).collect()),
        spread_max: spread(|spread| spread.max),
        spread_close: spread(|spread| spread.close),
        ..columns(rows, units)
    }
}

/// The same with spreads and lines of a log, for completed bars of a state that was made like this.
pub(crate) fn detailed(rows: &[Row], units: &Units, config: &MtfConfig) -> BarColumns {
    let lines = rows.iter().filter_map(|row| change(row, config)).map(|change| change.to_string());
    BarColumns { text: Some(lines.collect()), ..with_spreads(rows, units) }
}

fn change<'a>(row: &Row, config: &'a MtfConfig) -> Option<StateChange<'a>> {
    let (MtfSymbol { symbol, digits, .. }, side) = (config.symbols.get(row.symbol)?, config.side);
    let timeframe = *config.timeframes.get(row.timeframe)?;
    Some(StateChange { symbol, digits: *digits, side, timeframe, completed: row.bar })
}
