//! Prices, spreads and volumes of a month in a few numbers.

use std::collections::BTreeMap;

use serde::Serialize;
use tickloom_model::{Digits, Ticks, UnixNanos, points_to_f64};

/// What was counted so far, over ticks in the order of their times.
#[derive(Debug, Clone, Default)]
pub(super) struct Statistics {
    count: u64,
    first: i64,
    last: i64,
    open: i64,
    close: i64,
    high: i64,
    low: i64,
    /// How many ticks had which spread, in points.
    spreads: BTreeMap<i64, u64>,
    bid_volume: f64,
    ask_volume: f64,
}

/// The same for reading: prices in quote currency, spreads in points, volumes in the provider's unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct StatisticsText {
    bid_open: String,
    bid_high: String,
    bid_low: String,
    bid_close: String,
    spread_points: Spread,
    bid_volume: String,
    ask_volume: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Spread {
    lowest: i64,
    median: i64,
    mean: String,
    highest_of_99_percent: i64,
    highest: i64,
}

impl Statistics {
    /// Adds a day's ticks, of which there is one at least.
    pub(super) fn add(&mut self, ticks: &Ticks) {
        let (Some(&first), Some(&last)) = (ticks.timestamp.first(), ticks.timestamp.last()) else { return };
        let is_first = self.count == 0;
        if is_first {
            (self.first, self.open) = (first, ticks.bid[0]);
        }
        (self.last, self.close) = (last, ticks.bid[ticks.len() - 1]);
        let (high, low) = (ticks.bid.iter().max(), ticks.bid.iter().min());
        let (high, low) = (high.copied().unwrap_or_default(), low.copied().unwrap_or_default());
        self.high = if is_first { high } else { high.max(self.high) };
        self.low = if is_first { low } else { low.min(self.low) };
        self.count += ticks.len() as u64;
        self.add_spreads(ticks);
        self.bid_volume += sum(&ticks.bid_volume);
        self.ask_volume += sum(&ticks.ask_volume);
    }

    pub(super) fn count(&self) -> u64 {
        self.count
    }

    pub(super) fn first(&self) -> UnixNanos {
        UnixNanos::new(self.first)
    }

    pub(super) fn last(&self) -> UnixNanos {
        UnixNanos::new(self.last)
    }

    pub(super) fn finish(&self, digits: Digits) -> StatisticsText {
        let price = |points| {
            format!("{:.*}", usize::from(digits.get()), points_to_f64(points, digits.points_per_unit()))
        };
        StatisticsText {
            bid_open: price(self.open),
            bid_high: price(self.high),
            bid_low: price(self.low),
            bid_close: price(self.close),
            spread_points: self.spread(),
            bid_volume: format!("{:.2}", self.bid_volume),
            ask_volume: format!("{:.2}", self.ask_volume),
        }
    }

    /// A day has few spreads many times: sorted, they are counted in runs.
    fn add_spreads(&mut self, ticks: &Ticks) {
        let mut spreads: Vec<i64> = ticks.bid.iter().zip(&ticks.ask).map(|(bid, ask)| ask - bid).collect();
        spreads.sort_unstable();
        for run in spreads.chunk_by(|left, right| left == right) {
            *self.spreads.entry(run[0]).or_default() += run.len() as u64;
        }
    }

    fn spread(&self) -> Spread {
        let sum: i128 =
            self.spreads.iter().map(|(spread, count)| i128::from(*spread) * i128::from(*count)).sum();
        Spread {
            lowest: self.spread_of(0),
            median: self.spread_of(500),
            mean: format!("{:.3}", sum as f64 / self.count.max(1) as f64),
            highest_of_99_percent: self.spread_of(990),
            highest: self.spread_of(1_000),
        }
    }

    /// A spread that so many of a thousand ticks do not exceed.
    fn spread_of(&self, per_mille: u64) -> i64 {
        let wanted = (u128::from(self.count) * u128::from(per_mille)).div_ceil(1_000).max(1);
        let mut seen = 0;
        let reaches = |count: &u64| {
            seen += u128::from(*count);
            seen >= wanted
        };
        let mut counts = self.spreads.values();
        let position = counts.position(reaches).unwrap_or(0);
        self.spreads.keys().nth(position).copied().unwrap_or_default()
    }
}

fn sum(volumes: &[f32]) -> f64 {
    volumes.iter().map(|volume| f64::from(*volume)).sum()
}
