//! Bars: one as a value, many as columns.

use crate::UnixNanos;

/// What one side of the quote did in one period.
///
/// Prices are in the units of the [`Side`](crate::Side) it was built from: points, or half points for mid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// The first moment of the period.
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
    /// How many ticks.
    pub ticks: u32,
}

/// Many bars as columns of equal length, oldest first. Units as in [`Bar`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bars {
    /// First moment of each period, UTC nanoseconds since the UNIX epoch, strictly ascending.
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
    }

    /// The bars in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Bar> + '_ {
        (0..self.len()).map(|index| self.get(index))
    }
}

impl FromIterator<Bar> for Bars {
    fn from_iter<I: IntoIterator<Item = Bar>>(bars: I) -> Self {
        let mut columns = Self::default();
        bars.into_iter().for_each(|bar| columns.push(bar));
        columns
    }
}
