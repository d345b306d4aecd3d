//! Bars: one as a value, many as columns.

use std::ops::Range;

use crate::{Side, Tick, UnixNanos};

/// What one side of the quote did in one period, and how far apart both sides were.
///
/// Prices are in the units of the [`Side`](crate::Side) it was built from: points, or half points for mid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// The first moment of the period; of bars that no time ends that of their first tick.
    pub open_time: UnixNanos,
    /// The first price.
    pub open: i64,
    /// The highest price.
    pub high: i64,
    /// The lowest price.
    pub low: i64,
    /// The last price.
    pub close: i64,
    /// The sum of the volumes of that side; of both sides for mid.
    pub volume: f64,
    /// How many ticks; it stops at `u32::MAX`.
    pub ticks: u32,
    /// Ask less bid, whichever the side.
    pub spread: Spread,
}

/// What ask less bid did in one period, in points; below 0 while a quote was crossed.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Spread {
    /// The smallest.
    pub min: i64,
    /// The largest.
    pub max: i64,
    /// The last.
    pub close: i64,
    /// The sum over all ticks: exact below 2^53, beyond that near.
    pub sum: f64,
}

impl Bar {
    /// The bar of a single tick; it opens with the tick.
    #[must_use]
    #[inline]
    pub fn of_tick(tick: &Tick, side: Side) -> Self {
        let price = tick.price(side);
        let (open, high, low, close) = (price, price, price, price);
        let spread = tick.ask - tick.bid;
        let spread = Spread { min: spread, max: spread, close: spread, sum: spread as f64 };
        let volume = tick.volume(side);
        Self { open_time: tick.timestamp, open, high, low, close, volume, ticks: 1, spread }
    }

    /// This bar and one that came after it as a single one.
    #[must_use]
    #[inline]
    pub fn followed_by(&self, later: &Self) -> Self {
        Self {
            open_time: self.open_time,
            open: self.open,
            high: self.high.max(later.high),
            low: self.low.min(later.low),
            close: later.close,
            volume: self.volume + later.volume,
            ticks: self.ticks.saturating_add(later.ticks),
            spread: self.spread.followed_by(&later.spread),
        }
    }

    /// The mean of ask less bid over the ticks, in points. `None` without ticks.
    #[must_use]
    pub fn mean_spread(&self) -> Option<f64> {
        (self.ticks > 0).then(|| self.spread.sum / f64::from(self.ticks))
    }
}

impl Spread {
    #[inline]
    fn followed_by(&self, later: &Self) -> Self {
        Self {
            min: self.min.min(later.min),
            max: self.max.max(later.max),
            close: later.close,
            sum: self.sum + later.sum,
        }
    }
}

/// Many bars as columns of equal length, oldest first. Units as in [`Bar`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bars {
    /// First moment of each period, UTC nanoseconds since the UNIX epoch, ascending; equal only in bars that no time ends,
    /// which open at their first tick.
    pub open_time: Vec<i64>,
    /// First prices.
    pub open: Vec<i64>,
    /// Highest prices.
    pub high: Vec<i64>,
    /// Lowest prices.
    pub low: Vec<i64>,
    /// Last prices.
    pub close: Vec<i64>,
    /// Sums of volumes.
    pub volume: Vec<f64>,
    /// Numbers of ticks.
    pub ticks: Vec<u32>,
    /// Ask less bid.
    pub spread: Spreads,
}

/// What ask less bid did in many periods, as columns. Units as in [`Spread`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spreads {
    /// The smallest of each period.
    pub min: Vec<i64>,
    /// The largest.
    pub max: Vec<i64>,
    /// The last.
    pub close: Vec<i64>,
    /// Sums over the ticks.
    pub sum: Vec<f64>,
}

impl Bars {
    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.open_time.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.open_time.is_empty()
    }

    /// The bar at a position.
    ///
    /// # Panics
    /// If there are not that many bars.
    #[must_use]
    pub fn get(&self, index: usize) -> Bar {
        Bar {
            open_time: UnixNanos::new(self.open_time[index]),
            open: self.open[index],
            high: self.high[index],
            low: self.low[index],
            close: self.close[index],
            volume: self.volume[index],
            ticks: self.ticks[index],
            spread: self.spread.get(index),
        }
    }

    /// Adds one bar at the end.
    #[inline]
    pub fn push(&mut self, bar: Bar) {
        self.open_time.push(bar.open_time.as_i64());
        self.open.push(bar.open);
        self.high.push(bar.high);
        self.low.push(bar.low);
        self.close.push(bar.close);
        self.volume.push(bar.volume);
        self.ticks.push(bar.ticks);
        self.spread.push(bar.spread);
    }

    /// Takes memory for so many more at once.
    pub fn reserve(&mut self, additional: usize) {
        let Self { open_time, open, high, low, close, volume, ticks, spread } = self;
        let Spreads { min, max, close: last, sum } = spread;
        for column in [open_time, open, high, low, close, min, max, last] {
            column.reserve(additional);
        }
        [volume, sum].into_iter().for_each(|column| column.reserve(additional));
        ticks.reserve(additional);
    }

    /// Adds all of another's at the end.
    pub fn append(&mut self, other: &Self) {
        self.extend_from(other, 0..other.len());
    }

    /// Adds those at some positions of another's at the end.
    ///
    /// # Panics
    /// If there are not that many.
    pub fn extend_from(&mut self, other: &Self, positions: Range<usize>) {
        self.open_time.extend_from_slice(&other.open_time[positions.clone()]);
        self.open.extend_from_slice(&other.open[positions.clone()]);
        self.high.extend_from_slice(&other.high[positions.clone()]);
        self.low.extend_from_slice(&other.low[positions.clone()]);
        self.close.extend_from_slice(&other.close[positions.clone()]);
        self.volume.extend_from_slice(&other.volume[positions.clone()]);
        self.ticks.extend_from_slice(&other.ticks[positions.clone()]);
        self.spread.extend_from(&other.spread, positions);
    }

    /// Keeps those at these positions only.
    ///
    /// # Panics
    /// If there are not that many bars.
    pub fn keep(&mut self, positions: Range<usize>) {
        let Self { open_time, open, high, low, close, volume, ticks, spread } = self;
        let Spreads { min, max, close: last, sum } = spread;
        for column in [open_time, open, high, low, close, min, max, last] {
            keep(column, &positions);
        }
        [volume, sum].into_iter().for_each(|column| keep(column, &positions));
        keep(ticks, &positions);
    }

    /// The bars in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Bar> + '_ {
        (0..self.len()).map(|index| self.get(index))
    }
}

fn keep<T>(column: &mut Vec<T>, positions: &Range<usize>) {
    column.truncate(positions.end);
    column.drain(..positions.start);
}

impl Spreads {
    fn get(&self, index: usize) -> Spread {
        Spread { min: self.min[index], max: self.max[index], close: self.close[index], sum: self.sum[index] }
    }

    fn extend_from(&mut self, other: &Self, positions: Range<usize>) {
        self.min.extend_from_slice(&other.min[positions.clone()]);
        self.max.extend_from_slice(&other.max[positions.clone()]);
        self.close.extend_from_slice(&other.close[positions.clone()]);
        self.sum.extend_from_slice(&other.sum[positions]);
    }

    #[inline]
    fn push(&mut self, spread: Spread) {
        self.min.push(spread.min);
        self.max.push(spread.max);
        self.close.push(spread.close);
        self.sum.push(spread.sum);
    }
}

impl FromIterator<Bar> for Bars {
    fn from_iter<I: IntoIterator<Item = Bar>>(bars: I) -> Self {
        let mut columns = Self::default();
        bars.into_iter().for_each(|bar| columns.push(bar));
        columns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_the_same_in_every_column() {
        let bar = |time: i64| Bar {
            volume: time as f64,
            ticks: time as u32,
            ..Bar::of_tick(
                &Tick {
                    timestamp: UnixNanos::new(time),
                    bid: time,
                    ask: 3 * time,
                    bid_volume: 0.0,
                    ask_volume: 0.0,
                },
                Side::Bid,
            )
        };
        for positions in [0..4, 0..0, 1..3, 4..4, 2..4] {
            let mut kept: Bars = (0..4).map(bar).collect();
            kept.keep(positions.clone());
            let mut twice = kept.clone();
            twice.append(&kept);
            assert!(twice.iter().eq(kept.iter().chain(kept.iter())), "{twice:?}");
            assert_eq!(kept, positions.map(|position| bar(position as i64)).collect(), "{kept:?}");
        }
    }
}
