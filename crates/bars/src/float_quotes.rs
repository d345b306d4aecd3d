//! One side of ticks whose prices are floats, summed up where they lie: what bars of arrays are made of.

use std::ops::Range;

use tickloom_model::{Bar, NOISE, Side, Spread, UnixNanos, nearest_point};

use crate::{quotes::count_until, strands};

/// Rows that are looked at together: few enough to be in the cache still when bars are made of them.
const ROWS: usize = 2_048;

/// Strands of prices, which do not wait for each other.
const STRANDS: usize = 4;

/// Prices and spreads up to here, in points, are exact whole numbers, however they are added.
const MAX_PLAIN: f64 = (1_u64 << 43) as f64;

/// Ticks whose prices are floats, without a copy. The price of mid is the sum of both prices, its volume of both volumes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FloatQuotes<'a> {
    pub(crate) side: Side,
    pub(crate) points_per_unit: f64,
    pub(crate) timestamp: &'a [i64],
    pub(crate) bid: &'a [f64],
    pub(crate) ask: &'a [f64],
    /// At the bid and at the ask; empty where there is no column.
    pub(crate) volumes: [&'a [f32]; 2],
}

impl<'a> FloatQuotes<'a> {
    /// Some of the rows, as far as there are any.
    pub(crate) fn slice(self, rows: Range<usize>) -> Self {
        Self {
            timestamp: part(self.timestamp, &rows),
            bid: part(self.bid, &rows),
            ask: part(self.ask, &rows),
            volumes: self.volumes.map(|volumes| part(volumes, &rows)),
            ..self
        }
    }

    /// The same rows, some thousand at a time.
    pub(crate) fn pieces(self) -> impl Iterator<Item = Self> {
        let starts = (0..self.timestamp.len()).step_by(ROWS);
        starts.map(move |start| self.slice(start..self.timestamp.len().min(start + ROWS)))
    }

    /// Whether times are in order, from a latest on, and volumes count as they are.
    pub(crate) fn is_plain(&self, latest: i64) -> bool {
        let follows = self.timestamp.first().is_none_or(|&first| first >= latest);
        follows && self.timestamp.is_sorted() && self.volumes.iter().all(|volumes| are_plain(volumes))
    }

    /// Time and price of the first.
    pub(crate) fn first(&self) -> Option<(i64, i64)> {
        self.timestamp.first().map(|&time| (time, self.price(0)))
    }

    /// Time of the last.
    pub(crate) fn last_time(&self) -> Option<i64> {
        self.timestamp.last().copied()
    }

    /// The quotes, in order of time, before the first that is later than `last_moment`, and the rest.
    pub(crate) fn split_after(self, last_moment: i64) -> (Self, Self) {
        let count = count_until(self.timestamp, last_moment);
        (self.slice(0..count), self.slice(count..self.timestamp.len()))
    }

    /// What these quotes did, as a bar that opens with the first of them. `None` if there are none, or if a price is none
    /// or lies far out.
    pub(crate) fn summary(self) -> Option<Bar> {
        let tally = self.tally();
        let last = self.timestamp.len().checked_sub(1)?;
        let (bid, ask) = self.points(last);
        tally.is_plain().then(|| Bar {
            open_time: UnixNanos::new(self.timestamp[0]),
            open: self.price(0),
            high: tally.high as i64,
            low: tally.low as i64,
            close: self.price(last),
            volume: self.volume(),
            ticks: u32::try_from(self.timestamp.len()).unwrap_or(u32::MAX),
            spread: tally.spread((ask - bid) as i64),
        })
    }

    fn price(&self, index: usize) -> i64 {
        let (bid, ask) = self.points(index);
        match self.side {
            Side::Bid => bid as i64,
            Side::Ask => ask as i64,
            Side::Mid => (bid + ask) as i64,
        }
    }

    fn points(&self, index: usize) -> (f64, f64) {
        let point = |price| nearest_point(price, self.points_per_unit).0;
        (point(self.bid[index]), point(self.ask[index]))
    }

    fn volume(&self) -> f64 {
        let [bid, ask] = self.volumes;
        match self.side {
            Side::Bid => strands::sum(bid),
            Side::Ask => strands::sum(ask),
            Side::Mid => strands::sum(bid) + strands::sum(ask),
        }
    }

    fn tally(&self) -> Tally {
        match self.side {
            Side::Bid => self.tally_of(|bid, _| bid),
            Side::Ask => self.tally_of(|_, ask| ask),
            Side::Mid => self.tally_of(|bid, ask| bid + ask),
        }
    }

    #[inline(always)]
    fn tally_of(&self, price: impl Fn(f64, f64) -> f64) -> Tally {
        let (bids, last_bids) = self.bid.as_chunks::<STRANDS>();
        let (asks, last_asks) = self.ask.as_chunks::<STRANDS>();
        let mut strands = [Tally::EMPTY; STRANDS];
        for (bids, asks) in bids.iter().zip(asks) {
            for ((tally, bid), ask) in strands.iter_mut().zip(bids).zip(asks) {
                tally.add(*bid, *ask, self.points_per_unit, &price);
            }
        }
        let [mut first, others @ ..] = strands;
        last_bids
            .iter()
            .zip(last_asks)
            .for_each(|(bid, ask)| first.add(*bid, *ask, self.points_per_unit, &price));
        others.into_iter().fold(first, Tally::joined)
    }
}

/// What prices did so far, in points.
#[derive(Debug, Clone, Copy)]
struct Tally {
    low: f64,
    high: f64,
    spread_min: f64,
    spread_max: f64,
    spread_sum: f64,
    noise: f64,
}

impl Tally {
    const EMPTY: Self = Self {
        low: f64::INFINITY,
        high: f64::NEG_INFINITY,
        spread_min: f64::INFINITY,
        spread_max: f64::NEG_INFINITY,
        spread_sum: 0.0,
        noise: 0.0,
    };

    #[inline(always)]
    fn add(&mut self, bid: f64, ask: f64, points_per_unit: f64, price: impl Fn(f64, f64) -> f64) {
        let (bid, bid_noise) = nearest_point(bid, points_per_unit);
        let (ask, ask_noise) = nearest_point(ask, points_per_unit);
        let (price, spread) = (price(bid, ask), ask - bid);
        self.low = lower(price, self.low);
        self.high = higher(price, self.high);
        self.spread_min = lower(spread, self.spread_min);
        self.spread_max = higher(spread, self.spread_max);
        self.spread_sum += spread;
        self.noise = higher(bid_noise, higher(ask_noise, self.noise));
    }

    fn joined(self, other: Self) -> Self {
        Self {
            low: lower(self.low, other.low),
            high: higher(self.high, other.high),
            spread_min: lower(self.spread_min, other.spread_min),
            spread_max: higher(self.spread_max, other.spread_max),
            spread_sum: self.spread_sum + other.spread_sum,
            noise: higher(self.noise, other.noise),
        }
    }

    /// Whether all were prices, near enough to whole points and to zero. What is not a number is passed over by
    /// comparisons and stays in the sum.
    fn is_plain(&self) -> bool {
        let farthest = [self.low, self.high, self.spread_min, self.spread_max];
        let is_near = farthest.iter().all(|points| points.abs() <= MAX_PLAIN);
        is_near && self.noise <= NOISE && self.spread_sum.is_finite()
    }

    fn spread(&self, close: i64) -> Spread {
        Spread { min: self.spread_min as i64, max: self.spread_max as i64, close, sum: self.spread_sum }
    }
}

/// `f64::min` without a look at what is not a number: one instruction.
#[inline(always)]
fn lower(left: f64, right: f64) -> f64 {
    if left < right { left } else { right }
}

#[inline(always)]
fn higher(left: f64, right: f64) -> f64 {
    if left > right { left } else { right }
}

/// Whether all are numbers from 0 on, told by their bits: the highest is the sign, and one more in the lowest of the
/// exponent moves into it where all of them are set, as in infinity and what is no number.
fn are_plain(volumes: &[f32]) -> bool {
    const LOWEST_OF_EXPONENT: u32 = 1 << 23;
    const SIGN: u32 = 1 << 31;
    let marks = |bits: u32| bits | bits.wrapping_add(LOWEST_OF_EXPONENT);
    volumes.iter().fold(0, |found, volume| found | marks(volume.to_bits())) & SIGN == 0
}

/// A part of a column, which may be missing.
fn part<'a, T>(column: &'a [T], rows: &Range<usize>) -> &'a [T] {
    column.get(rows.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use tickloom_model::Ticks;

    use super::*;
    use crate::Quotes;

    fn ticks(count: usize) -> Ticks {
        let numbers = || (0..count as i64).map(|row| 114_000 + row * 37 % 11);
        Ticks {
            timestamp: (0..count as i64).collect(),
            bid: numbers().collect(),
            ask: numbers().map(|points| points * 3 % 7 + 114_000).collect(),
            bid_volume: numbers().map(|points| points as f32 / 8.0).collect(),
            ask_volume: vec![0.25; count],
        }
    }

    fn floats(points: &[i64]) -> Vec<f64> {
        points.iter().map(|&points| points as f64 / 1e5).collect()
    }

    /// The summary of a bid that moves from 1.14352 and of an ask that rests, with one volume.
    fn summary(bids: &[f64], volume: f32) -> Option<Bar> {
        let quotes = FloatQuotes {
            side: Side::Bid,
            points_per_unit: 1e5,
            timestamp: &vec![0; bids.len()],
            bid: bids,
            ask: &vec![1.14352; bids.len()],
            volumes: [&vec![volume; bids.len()], &[]],
        };
        quotes.is_plain(0).then(|| quotes.summary())?
    }

    #[test]
    fn what_floats_did_is_what_their_points_did() {
        for count in 0..=13 {
            let ticks = ticks(count);
            let (bid, ask) = (floats(&ticks.bid), floats(&ticks.ask));
            for side in Side::ALL {
                let quotes = FloatQuotes {
                    side,
                    points_per_unit: 1e5,
                    timestamp: &ticks.timestamp,
                    bid: &bid,
                    ask: &ask,
                    volumes: [&ticks.bid_volume, &ticks.ask_volume],
                };
                assert_eq!(quotes.summary(), Quotes::of(&ticks, side).summary(), "{count} {side}");
            }
        }
    }

    #[test]
    fn what_is_no_plain_number_is_not_summed_up() {
        for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1.143_525, 1e9, -1e9, 1e300] {
            for row in 0..7 {
                let mut bids = vec![1.14352; 7];
                bids[row] = odd;
                assert_eq!(summary(&bids, 1.0), None, "{odd} in row {row}");
            }
        }
        for volume in [f32::NAN, f32::INFINITY, -1.0] {
            assert_eq!(summary(&[1.14352], volume), None, "{volume}");
        }
        let near =
            summary(&[1.14352, 1.143_520_19, 1.143_51], 0.5).map(|bar| (bar.high, bar.low, bar.volume));
        assert_eq!(near, Some((114_352, 114_351, 1.5)));
    }

    #[test]
    fn quotes_that_go_back_in_time_are_not_plain() {
        let ticks = ticks(4);
        let bid = floats(&ticks.bid);
        for (times, latest, expected) in
            [([1, 1, 2, 3], 1, true), ([1, 1, 2, 3], 2, false), ([1, 3, 2, 3], 0, false)]
        {
            let quotes = FloatQuotes {
                side: Side::Ask,
                points_per_unit: 1e5,
                timestamp: &times,
                bid: &bid,
                ask: &bid,
                volumes: [&[], &[]],
            };
            assert_eq!(quotes.is_plain(latest), expected, "{times:?} after {latest}");
        }
    }
}
