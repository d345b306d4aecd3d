//! How bid and ask move from tick to tick: which of them, how far, and what the spread has to do with it.

use crate::weighted::Weighted;

/// What a tick does to the two prices.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// Only volumes change.
    Still,
    /// One side closes in.
    Narrow,
    /// One side steps back.
    Widen,
    /// Both move the same way by the same distance.
    Shift,
    /// Both move the same way and come nearer to each other.
    ShiftNarrow,
    /// Both move the same way and the spread grows.
    ShiftWiden,
    /// The sides step back from each other.
    Apart,
    /// The sides close in on each other.
    Together,
}

const N_KINDS: usize = 8;

/// The widest spread, in points, that has moves of its own.
const WIDEST: usize = 6;

/// How often each kind follows a spread of one point, two points and so on, in thousandths, in the order of [`Kind`].
const KINDS_BY_SPREAD: [[u64; N_KINDS]; WIDEST] = [
    [17, 0, 642, 98, 0, 130, 113, 0],
    [69, 126, 515, 122, 32, 56, 80, 0],
    [149, 308, 326, 110, 51, 17, 30, 9],
    [233, 493, 94, 60, 50, 3, 3, 64],
    [260, 445, 43, 30, 32, 2, 3, 185],
    [260, 330, 150, 60, 25, 15, 35, 125],
];

/// A way up: points that the bid and the ask move, the kind, and the weight within the kind. Ways down mirror these.
type Way = (i8, i8, Kind, u64);

const WAYS_UP: [Way; 31] = [
    (0, 0, Kind::Still, 1_000),
    (1, 0, Kind::Narrow, 890),
    (2, 0, Kind::Narrow, 95),
    (3, 0, Kind::Narrow, 15),
    (0, 1, Kind::Widen, 905),
    (0, 2, Kind::Widen, 85),
    (0, 3, Kind::Widen, 10),
    (1, 1, Kind::Shift, 826),
    (2, 2, Kind::Shift, 140),
    (3, 3, Kind::Shift, 24),
    (4, 4, Kind::Shift, 6),
    (5, 5, Kind::Shift, 2),
    (7, 7, Kind::Shift, 1),
    (10, 10, Kind::Shift, 1),
    (2, 1, Kind::ShiftNarrow, 620),
    (3, 2, Kind::ShiftNarrow, 105),
    (3, 1, Kind::ShiftNarrow, 165),
    (4, 2, Kind::ShiftNarrow, 50),
    (4, 3, Kind::ShiftNarrow, 25),
    (4, 1, Kind::ShiftNarrow, 30),
    (6, 4, Kind::ShiftNarrow, 5),
    (1, 2, Kind::ShiftWiden, 620),
    (2, 3, Kind::ShiftWiden, 110),
    (1, 3, Kind::ShiftWiden, 165),
    (2, 4, Kind::ShiftWiden, 50),
    (3, 4, Kind::ShiftWiden, 25),
    (1, 4, Kind::ShiftWiden, 25),
    (4, 6, Kind::ShiftWiden, 5),
    (-1, 1, Kind::Apart, 905),
    (-1, 2, Kind::Apart, 95),
    (1, -1, Kind::Together, 1_000),
];

/// Of 256 moves of one side, how many stay with the side that moved last.
const SAME_SIDE: u64 = 92;

/// Moves by the spread from which they start.
#[derive(Debug, Clone)]
pub(crate) struct Moves([Weighted; WIDEST]);

/// The two prices in points, and which of them moved last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quote {
    /// Bid price in points.
    pub(crate) bid: i64,
    /// Ask price in points, above the bid.
    pub(crate) ask: i64,
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
        Self(std::array::from_fn(|index| Weighted::new(&weights(index))))
    }

    /// The quote after this one.
    #[inline]
    pub(crate) fn next(&self, quote: Quote, mood: Mood, bits: u64) -> Quote {
        let spread = (quote.ask - quote.bid - mood.extra_spread).clamp(1, WIDEST as i64);
        let (bid, ask, ..) = WAYS_UP[self.0[spread as usize - 1].pick(bits as u32)];
        let one_sided = (bid == 0) != (ask == 0);
        let sticks = one_sided && (bits >> 48) & 0xFF < SAME_SIDE;
        let up = if sticks { (bid != 0) == quote.bid_moved_last } else { (bits >> 32) & 0xFFFF < mood.up };
        quote.moved(if up { (bid, ask) } else { (-ask, -bid) }, one_sided)
    }
}

impl Quote {
    /// The quote around a mid price, with the usual spread.
    pub(crate) fn around(mid: i64) -> Self {
        Self { bid: mid - 1, ask: mid + 2, bid_moved_last: false }
    }

    #[inline]
    fn moved(self, (bid, ask): (i8, i8), one_sided: bool) -> Self {
        Self {
            bid: self.bid + i64::from(bid),
            ask: self.ask + i64::from(ask),
            bid_moved_last: if one_sided { bid != 0 } else { self.bid_moved_last },
        }
    }
}

/// The weight of each way from a spread of `index + 1` points; none leads to a spread below one.
fn weights(index: usize) -> Vec<u64> {
    let fits = |(bid, ask, ..): &Way| index as i8 + ask - bid >= 0;
    WAYS_UP
        .iter()
        .map(|way| if fits(way) { KINDS_BY_SPREAD[index][way.2 as usize] * way.3 } else { 0 })
        .collect()
}
