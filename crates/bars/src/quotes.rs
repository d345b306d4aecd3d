//! One side of many ticks, borrowed from their columns: what batch building reads.

use std::ops::Range;

use tickloom_model::{Bar, Side, Spread, Ticks, UnixNanos};

use crate::strands;

/// One side of some ticks, without a copy: their times, both prices, and the side's volumes.
///
/// The price of mid is the sum of both prices (half points), its volume the sum of both volumes.
#[derive(Debug, Clone, Copy)]
pub struct Quotes<'a> {
    side: Side,
    timestamp: &'a [i64],
    bid: &'a [i64],
    ask: &'a [i64],
    volume: &'a [f32],
    /// The other side's, for mid.
    other_volume: &'a [f32],
}

impl<'a> Quotes<'a> {
    /// That side of the ticks. The volumes of a side that is not asked for are not read and may be empty.
    ///
    /// # Panics
    /// If the columns differ in length from the times.
    #[must_use]
    pub fn of(ticks: &'a Ticks, side: Side) -> Self {
        let Ticks { timestamp, bid, ask, bid_volume, ask_volume } = ticks;
        let (volume, other_volume): (&[f32], &[f32]) = match side {
            Side::Bid => (bid_volume, &[]),
            Side::Ask => (ask_volume, &[]),
            Side::Mid => (bid_volume, ask_volume),
        };
        let count = timestamp.len();
        let other_count = if side == Side::Mid { count } else { 0 };
        let lengths = [bid.len(), ask.len(), volume.len()];
        assert!(lengths == [count; 3] && other_volume.len() == other_count, "columns of different lengths");
        Self { side, timestamp, bid, ask, volume, other_volume }
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

    /// Time of the last.
    pub(crate) fn last_time(&self) -> Option<i64> {
        self.timestamp.last().copied()
    }

    /// How many quotes at the beginning are older than `latest`, the quotes after them as far as they are in order, and
    /// the rest.
    pub(crate) fn split_in_order(self, latest: i64) -> (usize, Self, Self) {
        let late = self.timestamp.iter().position(|&time| time >= latest).unwrap_or(self.len());
        let times = &self.timestamp[late..];
        // The check of the whole is many times faster than the search.
        let count = if times.is_sorted() { times.len() } else { in_order(times) };
        let end = late + count;
        (late, self.slice(late..end), self.slice(end..self.len()))
    }

    /// The quotes, in order of time, before the first that is later than `last_moment`, and the rest.
    pub(crate) fn split_after(self, last_moment: i64) -> (Self, Self) {
        let count = count_until(self.timestamp, last_moment);
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
            volume: strands::sum(self.volume) + strands::sum(self.other_volume),
            ticks: u32::try_from(self.len()).unwrap_or(u32::MAX),
            spread: self.spread(last),
        })
    }

    fn price(&self, index: usize) -> i64 {
        match self.side {
            Side::Bid => self.bid[index],
            Side::Ask => self.ask[index],
            Side::Mid => self.bid[index] + self.ask[index],
        }
    }

    fn extremes(&self) -> (i64, i64) {
        match self.side {
            Side::Bid => strands::extremes(self.bid),
            Side::Ask => strands::extremes(self.ask),
            Side::Mid => strands::extremes_of_sums(self.bid, self.ask),
        }
    }

    fn spread(&self, last: usize) -> Spread {
        let (min, max, sum) = strands::differences(self.ask, self.bid);
        Spread { min, max, close: self.ask[last] - self.bid[last], sum }
    }

    fn slice(self, range: Range<usize>) -> Self {
        let other = if self.side == Side::Mid { range.clone() } else { 0..0 };
        Self {
            side: self.side,
            timestamp: &self.timestamp[range.clone()],
            bid: &self.bid[range.clone()],
            ask: &self.ask[range.clone()],
            volume: &self.volume[range],
            other_volume: &self.other_volume[other],
        }
    }
}

/// How many of the times, which are in order, are not later. Steps of a cache line find the end of minutes sooner than a
/// search that halves, or one that looks at every time.
pub(crate) fn count_until(times: &[i64], last_moment: i64) -> usize {
    const STEP: usize = 16;
    let whole = times.chunks_exact(STEP).take_while(|step| step[STEP - 1] <= last_moment).count() * STEP;
    whole + times[whole..].iter().take_while(|time| **time <= last_moment).count()
}

/// How many times are in order before the first that is not.
fn in_order(times: &[i64]) -> usize {
    let disorder = times.windows(2).position(|pair| pair[1] < pair[0]);
    disorder.map_or(times.len(), |position| position + 1)
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
        let spread = Spread { min: -1, max: 3, close: 0, sum: 3.0 };
        for (side, open, high, low, close, volume) in [
            (Side::Bid, 5, 9, 2, 4, 7.75),
            (Side::Ask, 6, 8, 4, 4, 10.125),
            // The sums are 11, 17, 7, 14 and 8: lowest bid and lowest ask need not be at the same tick.
            (Side::Mid, 11, 17, 7, 8, 17.875),
        ] {
            let expected = Bar { open_time, open, high, low, close, volume, ticks: 5, spread };
            assert_eq!(summary(side), expected, "{side}");
        }
    }

    #[test]
    fn a_summary_is_what_its_ticks_are_one_after_the_other() {
        for side in Side::ALL {
            let by_tick = ticks()
                .iter()
                .map(|tick| Bar::of_tick(&tick, side))
                .reduce(|bar, next| bar.followed_by(&next));
            assert_eq!(by_tick, Some(summary(side)), "{side}");
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
    fn late_quotes_come_before_a_run_in_order() {
        let times = [10, 20, 20, 15, 40];
        let ticks = Ticks { timestamp: times.to_vec(), ..ticks() };
        for (latest, expected) in
            [(0, (0, 3, 2)), (10, (0, 3, 2)), (15, (1, 2, 2)), (30, (4, 1, 0)), (50, (5, 0, 0))]
        {
            let (late, run, rest) = Quotes::of(&ticks, Side::Mid).split_in_order(latest);
            assert_eq!((late, run.len(), rest.len()), expected, "{latest}");
        }
    }

    #[test]
    fn no_quotes_have_no_summary() {
        assert_eq!(Quotes::of(&Ticks::default(), Side::Mid).summary(), None);
    }

    #[test]
    fn the_volumes_of_the_side_that_is_not_asked_for_may_be_missing() {
        let bid_only = Ticks { ask_volume: vec![], ..ticks() };
        assert_eq!(Quotes::of(&bid_only, Side::Bid).summary(), Some(summary(Side::Bid)));
    }

    #[test]
    #[should_panic(expected = "columns of different lengths")]
    fn columns_of_different_lengths_are_refused() {
        let broken = Ticks { bid_volume: vec![1.0], ..ticks() };
        let _ = Quotes::of(&broken, Side::Bid);
    }
}
