//! Ticks: one as a value, many as columns.

use crate::{Side, UnixNanos};

/// One quote: what could be sold at (`bid`) and bought at (`ask`) from a moment on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tick {
    /// When the quote was given.
    pub timestamp: UnixNanos,
    /// Bid price in points.
    pub bid: i64,
    /// Ask price in points.
    pub ask: i64,
    /// Volume at the bid, in the provider's unit; 0 where the provider gives none.
    pub bid_volume: f32,
    /// Volume at the ask, in the provider's unit; 0 where the provider gives none.
    pub ask_volume: f32,
}

impl Tick {
    /// The price of a side: points, or half points (`bid + ask`) for mid.
    #[must_use]
    #[inline]
    pub const fn price(&self, side: Side) -> i64 {
        match side {
            Side::Bid => self.bid,
            Side::Ask => self.ask,
            Side::Mid => self.bid + self.ask,
        }
    }

    /// The volume of a side; of both for mid.
    #[must_use]
    #[inline]
    pub fn volume(&self, side: Side) -> f64 {
        match side {
            Side::Bid => self.bid_volume.into(),
            Side::Ask => self.ask_volume.into(),
            Side::Mid => f64::from(self.bid_volume) + f64::from(self.ask_volume),
        }
    }
}

/// Many ticks as columns of equal length, in the order in which they were given.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ticks {
    /// UTC nanoseconds since the UNIX epoch.
    pub timestamp: Vec<i64>,
    /// Bid prices in points.
    pub bid: Vec<i64>,
    /// Ask prices in points.
    pub ask: Vec<i64>,
    /// Volumes at the bid.
    pub bid_volume: Vec<f32>,
    /// Volumes at the ask.
    pub ask_volume: Vec<f32>,
}

impl Ticks {
    /// Bytes that one tick takes in memory.
    pub const BYTES_PER_TICK: usize = 3 * size_of::<i64>() + 2 * size_of::<f32>();

    /// No ticks, with room for some.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            timestamp: Vec::with_capacity(capacity),
            bid: Vec::with_capacity(capacity),
            ask: Vec::with_capacity(capacity),
            bid_volume: Vec::with_capacity(capacity),
            ask_volume: Vec::with_capacity(capacity),
        }
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.timestamp.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.timestamp.is_empty()
    }

    /// The tick at a position.
    ///
    /// # Panics
    /// If there are not that many ticks.
    #[must_use]
    #[inline]
    pub fn get(&self, index: usize) -> Tick {
        Tick {
            timestamp: UnixNanos::new(self.timestamp[index]),
            bid: self.bid[index],
            ask: self.ask[index],
            bid_volume: self.bid_volume[index],
            ask_volume: self.ask_volume[index],
        }
    }

    /// Adds one tick at the end.
    #[inline]
    pub fn push(&mut self, tick: Tick) {
        self.timestamp.push(tick.timestamp.as_i64());
        self.bid.push(tick.bid);
        self.ask.push(tick.ask);
        self.bid_volume.push(tick.bid_volume);
        self.ask_volume.push(tick.ask_volume);
    }

    /// Adds the ticks of `other` at these positions at the end.
    ///
    /// # Panics
    /// If `other` has not that many ticks.
    pub fn extend_from(&mut self, other: &Self, positions: std::ops::Range<usize>) {
        self.timestamp.extend_from_slice(&other.timestamp[positions.clone()]);
        self.bid.extend_from_slice(&other.bid[positions.clone()]);
        self.ask.extend_from_slice(&other.ask[positions.clone()]);
        self.bid_volume.extend_from_slice(&other.bid_volume[positions.clone()]);
        self.ask_volume.extend_from_slice(&other.ask_volume[positions]);
    }

    /// Keeps the first ticks only.
    pub fn truncate(&mut self, length: usize) {
        self.timestamp.truncate(length);
        self.bid.truncate(length);
        self.ask.truncate(length);
        self.bid_volume.truncate(length);
        self.ask_volume.truncate(length);
    }

    /// The ticks in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Tick> + '_ {
        (0..self.len()).map(|index| self.get(index))
    }

    /// Whether times never go backwards.
    #[must_use]
    pub fn is_sorted(&self) -> bool {
        self.timestamp.is_sorted()
    }
}

impl FromIterator<Tick> for Ticks {
    fn from_iter<I: IntoIterator<Item = Tick>>(ticks: I) -> Self {
        let mut columns = Self::default();
        ticks.into_iter().for_each(|tick| columns.push(tick));
        columns
    }
}
