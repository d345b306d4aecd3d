//! How bid and ask go from tick to tick.

use crate::{
    way::{Kind, N_ECHOES, WAYS_UP, WIDEST, Way, way_weights},
    weighted::Weighted,
};

/// Of 256 flickers back, how many are sure to be on the side that moved; the others fall on either.
const SAME_SIDE: u64 = 130;

/// Moves by the last kind of move and the spread from which they start.
#[derive(Debug, Clone)]
pub(crate) struct Moves([[Weighted; WIDEST]; N_ECHOES]);

/// The two prices in points, and what moved last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quote {
    /// Bid price in points.
    pub(crate) bid: i64,
    /// Ask price in points, above the bid.
    pub(crate) ask: i64,
    last: Kind,
    bid_moved_last: bool,
}

/// What the moment does to the moves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mood {
    /// Of 65,536 free moves, how many go up.
    pub(crate) up: u64,
    /// Points by which the spread is wider than in an ordinary hour.
    pub(crate) extra_spread: i64,
}

impl Moves {
    pub(crate) fn new() -> Self {
        let after = |echo| std::array::from_fn(|index| Weighted::new(&way_weights(echo, index)));
        Self(std::array::from_fn(after))
    }

    /// The quote after this one.
    #[inline]
    pub(crate) fn next(&self, quote: Quote, mood: Mood, bits: u64) -> Quote {
        let spread = (quote.ask - quote.bid - mood.extra_spread).clamp(1, WIDEST as i64);
        let way = WAYS_UP[self.0[quote.last.echo()][spread as usize - 1].pick(bits as u32)];
        let same_side = quote.last.is_undone_by(way.2) && (bits >> 48) & 0xFF < SAME_SIDE;
        let up =
            if same_side { (way.0 != 0) == quote.bid_moved_last } else { (bits >> 32) & 0xFFFF < mood.up };
        quote.moved(way, up)
    }
}

impl Quote {
    /// The quote around a mid price, with the usual spread.
    pub(crate) fn around(mid: i64) -> Self {
        Self { bid: mid - 1, ask: mid + 2, last: Kind::Still, bid_moved_last: false }
    }

    /// The price between the two, in whole points.
    pub(crate) fn mid(self) -> i64 {
        i64::midpoint(self.bid, self.ask)
    }

    #[inline]
    fn moved(self, (lower, upper, last, _): Way, up: bool) -> Self {
        let (bid, ask) = if up { (lower, upper) } else { (-upper, -lower) };
        Self {
            bid: self.bid + i64::from(bid),
            ask: self.ask + i64::from(ask),
            last,
            bid_moved_last: bid != 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    fn spreads(extra_spread: i64) -> Vec<i64> {
        let (moves, mood, mut random) = (Moves::new(), Mood { up: 32_768, extra_spread }, Random::new(8, 8));
        let quotes = std::iter::successors(Some(Quote::around(120_000)), |quote| {
            Some(moves.next(*quote, mood, random.bits()))
        });
        quotes.take(100_000).map(|quote| quote.ask - quote.bid).collect()
    }

    #[test]
    fn the_ask_stays_above_the_bid_and_near_it() {
        for (extra_spread, expected) in [(0, 2.6..3.2), (10, 12.6..13.4)] {
            let spreads = spreads(extra_spread);
            assert!(spreads.iter().all(|spread| (1..=40).contains(spread)));
            let mean = spreads.iter().sum::<i64>() as f64 / spreads.len() as f64;
            assert!(expected.contains(&mean), "{extra_spread}: {mean}");
        }
    }

    #[test]
    fn the_mood_gives_the_direction() {
        let (moves, mut random) = (Moves::new(), Random::new(9, 9));
        let mut end = |up| {
            let start = Quote::around(0);
            (0..10_000)
                .fold(start, |quote, _| moves.next(quote, Mood { up, extra_spread: 0 }, random.bits()))
                .mid()
        };
        assert!(end(40_000) > 500);
        assert!(end(25_536) < -500);
    }
}
