//! Bid and ask held against each other and against what prices can be: each tick by itself.

use std::ops::Range;

use tickloom_model::{Digits, MAX_POINTS, Tick, Ticks};

use super::{Mark, Marks};
use crate::{FindingCode, Severity};

/// A price of more quote currency than this is no instrument's: the dearest shares and coins, in the weakest currencies, stay below.
pub const HIGHEST_PRICE: i64 = 100_000_000_000;
/// A spread of more than one in that many of the price between bid and ask is no market's: 20 %.
pub const SPREADS_IN_PRICE: i64 = 5;

/// The two columns of prices, and what prices can be.
pub(super) struct Quotes<'a> {
    bids: &'a [i64],
    asks: &'a [i64],
    highest: i64,
}

impl<'a> Quotes<'a> {
    pub(super) fn of(ticks: &'a Ticks, digits: Digits) -> Self {
        Self { bids: &ticks.bid, asks: &ticks.ask, highest: highest(digits) }
    }

    /// Marks crossed quotes, zero spreads, and prices that are not positive or absurd.
    pub(super) fn look(&self, block: &Range<usize>, marks: &mut Marks) {
        let (bids, asks) = (&self.bids[block.clone()], &self.asks[block.clone()]);
        if are_plain(bids, asks, self.highest) {
            return;
        }
        for (index, (&bid, &ask)) in block.clone().zip(bids.iter().zip(asks)) {
            codes(bid, ask, self.highest).for_each(|code| marks.push(Mark { code, index }));
        }
    }
}

/// Whether both prices could be some instrument's.
pub(super) fn is_possible(tick: &Tick, digits: Digits) -> bool {
    codes(tick.bid, tick.ask, highest(digits)).all(|code| code.severity() != Severity::Error)
}

/// In points; prices of many decimals end where points do.
fn highest(digits: Digits) -> i64 {
    digits.points_per_unit().saturating_mul(HIGHEST_PRICE).min(MAX_POINTS)
}

/// Whether no quote of a block is odd, in one pass without a branch: every condition is the sign of a difference.
fn are_plain(bids: &[i64], asks: &[i64], highest: i64) -> bool {
    let odd = bids.iter().zip(asks).fold(0, |odd, (&bid, &ask)| {
        let spread = ask.wrapping_sub(bid);
        let narrow = ask.wrapping_add(bid).wrapping_sub(spread.wrapping_mul(2 * SPREADS_IN_PRICE));
        odd | spread.wrapping_sub(1) | bid.wrapping_sub(1) | narrow | highest.wrapping_sub(ask)
    });
    odd >= 0
}

fn codes(bid: i64, ask: i64, highest: i64) -> impl Iterator<Item = FindingCode> {
    let positive = bid > 0 && ask > 0;
    let apart = i128::from(ask.abs_diff(bid)) * i128::from(2 * SPREADS_IN_PRICE);
    let absurd = bid.max(ask) > highest || (positive && apart > i128::from(bid) + i128::from(ask));
    [
        (ask < bid, FindingCode::Crossed),
        (ask == bid, FindingCode::ZeroSpread),
        (!positive, FindingCode::PriceNotPositive),
        (absurd, FindingCode::PriceAbsurd),
    ]
    .into_iter()
    .filter_map(|(holds, code)| holds.then_some(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_quote_is_what_it_is() {
        use FindingCode::{Crossed, PriceAbsurd, PriceNotPositive, ZeroSpread};
        let highest = 1_000_000;
        let cases: [(i64, i64, &[FindingCode]); 11] = [
            (100, 101, &[]),
            (100, 100, &[ZeroSpread]),
            (101, 100, &[Crossed]),
            (0, 1, &[PriceNotPositive]),
            (-5, -4, &[PriceNotPositive]),
            (5, 0, &[Crossed, PriceNotPositive]),
            (0, 0, &[ZeroSpread, PriceNotPositive]),
            (90, 110, &[]),
            (90, 111, &[PriceAbsurd]),
            (111, 90, &[Crossed, PriceAbsurd]),
            (1_000_000, 1_000_001, &[PriceAbsurd]),
        ];
        for (bid, ask, expected) in cases {
            assert_eq!(codes(bid, ask, highest).collect::<Vec<_>>(), expected, "{bid} {ask}");
            assert_eq!(are_plain(&[bid], &[ask], highest), expected.is_empty(), "{bid} {ask}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_plain_block_has_no_odd_quote(bid in -300_i64..1_300, spread in -300_i64..300) {
            let ask = bid + spread;
            proptest::prop_assert_eq!(are_plain(&[bid], &[ask], 1_000), codes(bid, ask, 1_000).next().is_none());
        }
    }
}
