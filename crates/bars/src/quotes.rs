//! One side of many ticks, borrowed from their columns: what batch building reads.

use std::ops::Range;

use tickloom_model::{Bar, Side, Ticks, UnixNanos};

use crate::strands;

/// One side of some ticks, without a copy: their times, prices and volumes.
///
/// Mid is read from both sides' columns at once: its price is the sum of both prices (half points), its volume
/// the sum of both volumes.
#[derive(Debug, Clone, Copy)]
pub struct Quotes<'a> {
    timestamp: &'a [i64],
    leg: Leg<'a>,
    /// The other side, for mid.
    other_leg: Option<Leg<'a>>,
}

#[derive(Debug, Clone, Copy)]
struct Leg<'a> {
    price: &'a [i64],
    volume: &'a [f32],
}

impl<'a> Quotes<'a> {
    /// That side of the ticks. The columns of a side that is not asked for are not read and may be empty.
    ///
    /// # Panics
    /// If the columns of the side differ in length from the times.
    #[must_use]
    pub fn of(ticks: &'a Ticks, side: Side) -> Self {
        let bid = Leg { price: &ticks.bid, volume: &ticks.bid_volume };
        let ask = Leg { price: &ticks.ask, volume: &ticks.ask_volume };
        let (leg, other_leg) = match side {
            Side::Bid => (bid, None),
            Side::Ask => (ask, None),
            Side::Mid => (bid, Some(ask)),
        };
        let quotes = Self { timestamp: &ticks.timestamp, leg, other_leg };
        assert!(quotes.legs().all(|leg| leg.has_length(quotes.len())), "columns of different lengths");
        quotes
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

    /// Time and price of the first.
    pub(crate) fn first(&self) -> Option<(i64, i64)> {
        self.timestamp.first().map(|&time| (time, self.price(0)))
    }

    /// The quotes before the first that is later than `last_moment`, and the rest.
    pub(crate) fn split_after(self, last_moment: i64) -> (Self, Self) {
        // A binary search would be no faster for minutes and would treat late ticks unlike `MultiTimeframe::on_tick`.
        let later = self.timestamp.iter().position(|&time| time > last_moment);
        let count = later.unwrap_or(self.len());
        (self.slice(0..count), self.slice(count..self.len()))
    }

    /// What these quotes did, as a bar that opens with the first of them. `None` if there are none.
    pub(crate) fn summary(self) -> Option<Bar> {
        let last = self.len().checked_sub(1)?;
        let (low, high) = self.extremes();
        Some(Bar {
            open_time: UnixNanos::new(self.timestamp[0]),
            open: self.price(0),
            high,
            low,
            close: self.price(last),
            volume: self.legs().map(|leg| strands::sum(leg.volume)).sum(),
            ticks: u32::try_from(self.len()).unwrap_or(u32::MAX),
        })
    }

    fn price(&self, index: usize) -> i64 {
        self.legs().map(|leg| leg.price[index]).sum()
    }

    fn extremes(&self) -> (i64, i64) {
        match self.other_leg {
            None => strands::extremes(self.leg.price),
            Some(other) => strands::extremes_of_sums(self.leg.price, other.price),
        }
    }

    fn slice(self, range: Range<usize>) -> Self {
        Self {
            timestamp: &self.timestamp[range.clone()],
            leg: self.leg.slice(range.clone()),
            other_leg: self.other_leg.map(|leg| leg.slice(range)),
        }
    }

    fn legs(&self) -> impl Iterator<Item = Leg<'a>> + use<'a> {
        [Some(self.leg), self.other_leg].into_iter().flatten()
    }
}

impl Leg<'_> {
    fn slice(self, range: Range<usize>) -> Self {
        Self { price: &self.price[range.clone()], volume: &self.volume[range] }
    }

    fn has_length(self, length: usize) -> bool {
        self.price.len() == length && self.volume.len() == length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks() -> Ticks {
        Ticks {
            timestamp: vec![10, 20, 20, 30, 40],
            bid: vec![5, 9, 2, 7, 4],
            ask: vec![6, 8, 5, 7, 4],
            bid_volume: vec![1.0, 2.0, 0.25, 0.5, 4.0],
            ask_volume: vec![10.0, 0.0, 0.0, 0.125, 0.0],
        }
    }

    fn summary(side: Side) -> Bar {
        Quotes::of(&ticks(), side).summary().unwrap()
    }

    #[test]
    fn a_summary_holds_first_highest_lowest_last_sum_and_count_of_its_side() {
        let open_time = UnixNanos::new(10);
        for (side, open, high, low, close, volume) in [
            (Side::Bid, 5, 9, 2, 4, 7.75),
            (Side::Ask, 6, 8, 4, 4, 10.125),
            // The sums are 11, 17, 7, 14 and 8: lowest bid and lowest ask need not be at the same tick.
            (Side::Mid, 11, 17, 7, 8, 17.875),
        ] {
            let expected = Bar { open_time, open, high, low, close, volume, ticks: 5 };
            assert_eq!(summary(side), expected, "{side}");
        }
    }

    #[test]
    fn a_split_keeps_equal_times_together() {
        let ticks = ticks();
        for (last_moment, before) in [(9, 0), (10, 1), (19, 1), (20, 3), (40, 5), (i64::MAX, 5)] {
            let (run, rest) = Quotes::of(&ticks, Side::Bid).split_after(last_moment);
            assert_eq!((run.len(), rest.len()), (before, 5 - before), "{last_moment}");
        }
    }

    #[test]
    fn no_quotes_have_no_summary() {
        assert_eq!(Quotes::of(&Ticks::default(), Side::Mid).summary(), None);
    }

    #[test]
    fn the_side_that_is_not_asked_for_may_be_missing() {
        let bid_only = Ticks { ask: vec![], ask_volume: vec![], ..ticks() };
        assert_eq!(Quotes::of(&bid_only, Side::Bid).summary(), Some(summary(Side::Bid)));
    }

    #[test]
    #[should_panic(expected = "columns of different lengths")]
    fn columns_of_different_lengths_are_refused() {
        let broken = Ticks { bid_volume: vec![1.0], ..ticks() };
        let _ = Quotes::of(&broken, Side::Bid);
    }
}
