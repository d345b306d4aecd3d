//! The ways in which a tick can move the two prices, and how likely each is after the last one and at a spread.

/// What a tick does to the two prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Only volumes change.
    Still,
    /// One side closes in.
    Narrow,
    /// One side steps back.
    Widen,
    /// The sides step back from each other.
    Apart,
    /// The sides close in on each other.
    Together,
    /// Both move the same way by the same distance.
    Shift,
    /// Both move the same way and come nearer to each other.
    ShiftNarrow,
    /// Both move the same way and the spread grows.
    ShiftWiden,
}

const N_KINDS: usize = 8;

/// The widest spread, in points, that has moves of its own.
pub(crate) const WIDEST: usize = 6;

/// How often each kind follows a spread of one point, two points and so on, in thousandths, in the order of [`Kind`].
const KINDS_BY_SPREAD: [[u64; N_KINDS]; WIDEST] = [
    [17, 0, 642, 113, 0, 98, 0, 130],
    [69, 138, 495, 80, 0, 122, 32, 56],
    [149, 328, 300, 30, 9, 110, 51, 17],
    [233, 493, 94, 3, 64, 60, 50, 3],
    [260, 445, 43, 3, 185, 30, 32, 2],
    [260, 330, 150, 35, 125, 60, 25, 15],
];

/// Tells apart what a tick can follow: the kinds, with all shifts as one.
pub(crate) const N_ECHOES: usize = 6;

/// How many times as often, in hundredths, each kind follows on the last one: prices flicker back, and rest on.
const KINDS_BY_ECHO: [[u64; N_KINDS]; N_ECHOES] = [
    [230, 78, 66, 40, 80, 90, 90, 90],
    [65, 52, 160, 100, 40, 85, 85, 85],
    [78, 150, 56, 25, 105, 95, 95, 95],
    [75, 110, 30, 10, 320, 85, 85, 85],
    [38, 25, 85, 700, 30, 58, 58, 58],
    [84, 88, 98, 70, 90, 165, 165, 165],
];

/// A way up: points that the bid and the ask move, the kind, and the weight within the kind. Ways down mirror these.
pub(crate) type Way = (i8, i8, Kind, u64);

/// Every way up.
pub(crate) const WAYS_UP: [Way; 31] = [
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

impl Kind {
    /// Its place among what a tick can follow.
    #[inline]
    pub(crate) fn echo(self) -> usize {
        (self as usize).min(N_ECHOES - 1)
    }

    /// Whether the next kind takes back what this one did to the spread.
    #[inline]
    pub(crate) fn is_undone_by(self, next: Self) -> bool {
        matches!((self, next), (Self::Narrow, Self::Widen) | (Self::Widen, Self::Narrow))
    }
}

/// The weight of each way after an echo, from a spread of `index + 1` points; none leads to a spread below one.
pub(crate) fn way_weights(echo: usize, index: usize) -> Vec<u64> {
    let kinds = |kind: Kind| KINDS_BY_SPREAD[index][kind as usize] * KINDS_BY_ECHO[echo][kind as usize];
    let fits = |lower: i8, upper: i8| index as i8 + upper - lower >= 0;
    WAYS_UP
        .iter()
        .map(|&(lower, upper, kind, part)| if fits(lower, upper) { kinds(kind) * part } else { 0 })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_way_leads_to_a_spread_below_one() {
        for (echo, index) in (0..N_ECHOES).flat_map(|echo| (0..WIDEST).map(move |index| (echo, index))) {
            let weights = way_weights(echo, index);
            for ((lower, upper, ..), weight) in WAYS_UP.iter().zip(weights) {
                assert!(weight == 0 || 1 + index as i8 + upper - lower >= 1, "{index}: {lower} {upper}");
            }
        }
    }

    #[test]
    fn kinds_are_what_their_names_say() {
        for (lower, upper, kind, _) in WAYS_UP {
            let expected = match (lower, upper) {
                (0, 0) => Kind::Still,
                (_, 0) => Kind::Narrow,
                (0, _) => Kind::Widen,
                (..0, _) => Kind::Apart,
                (_, ..0) => Kind::Together,
                _ if lower == upper => Kind::Shift,
                _ if lower > upper => Kind::ShiftNarrow,
                _ => Kind::ShiftWiden,
            };
            assert_eq!(kind, expected, "{lower} {upper}");
        }
    }
}
