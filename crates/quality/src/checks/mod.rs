//! The checks themselves: pure functions over columns of ticks that mark what is odd and change nothing.
//!
//! | function | over | finds |
//! |---|---|---|
//! | [`batch`] | one piece of a source, in its order | out of order, crossed, zero spread, price not positive, price absurd, spike, odd volume |
//! | [`seam`] | where two pieces of a source meet | out of order and spikes that neither piece shows |
//! | [`day`] | the merged ticks of a day, in order of time | equal times, stale |
//! | [`scale()`](fn@scale) | the first ticks of a source | wrong scale |
//!
//! All columns of the ticks must be of equal length and no price beyond [`MAX_POINTS`](tickloom_model::MAX_POINTS) in either direction, as all
//! readers promise. Clean ticks cost one pass without branches; the statistics of a spike are only made where a price jumps.

mod blocks;
mod marks;
mod moments;
mod order;
mod place;
mod quotes;
mod robust;
mod scale;
mod spikes;
mod stale;
mod volumes;

use tickloom_model::{Digits, Ticks};

use self::{blocks::blocks, quotes::Quotes, spikes::Spikes, volumes::Volumes};
use crate::FindingCode::{OutOfOrder, Spike};

pub use marks::{Keep, Mark, Marks};
pub use quotes::{HIGHEST_PRICE, SPREADS_IN_PRICE};
pub use scale::{SCALE_REACH_NANOS, SCALE_TOLERANCE, Scale, median_bid, scale};
pub use spikes::{FEWEST_NEIGHBOURS, LONGEST_SPIKE, NEIGHBOURS, SMALLEST_SPIKE, SPIKE_SIGMAS, WIDEST_SPREAD};
pub use stale::{SHORTEST_STALE_NANOS, SHORTEST_STALE_TICKS};
pub use volumes::{TICKS_PER_MISSING_VOLUME, VOLUME_RATIO};

/// So many ticks on either side of a seam show all that [`seam`] can find.
pub const SEAM: usize = NEIGHBOURS + LONGEST_SPIKE + FEWEST_NEIGHBOURS;

/// Marks what is odd about one piece of a source, its ticks in the order of the source.
#[must_use]
pub fn batch(ticks: &Ticks, digits: Digits, keep: Keep) -> Marks {
    let mut marks = Marks::new(keep);
    let quotes = Quotes::of(ticks, digits);
    let (mut volumes, mut spikes) = (Volumes::of(ticks), Spikes::of(ticks));
    for block in blocks(ticks.len()) {
        quotes.look(&block, &mut marks);
        order::look(&ticks.timestamp, &block, &mut marks);
        volumes.look(&block);
        spikes.look(&block);
    }
    volumes.mark(&mut marks);
    mark_spikes(spikes.positions(|_| true), ticks, digits, &mut marks);
    marks
}

/// Marks what only shows where two pieces of one source meet: disorder, and spikes too near the end of either piece for [`batch`].
///
/// `before` are the last ticks of the earlier piece and `after` the first of the later, [`SEAM`] of each where there are so many. Positions
/// count from the first of `before` through `after`.
#[must_use]
pub fn seam(before: &Ticks, after: &Ticks, digits: Digits, keep: Keep) -> Marks {
    let mut marks = Marks::new(keep);
    let meet = before.len();
    if let (Some(last), Some(first)) = (before.timestamp.last(), after.timestamp.first())
        && first < last
    {
        marks.push(Mark { code: OutOfOrder, index: meet });
    }
    let mut both = before.clone();
    both.extend_from(after, 0..after.len());
    let undecided = |run: &std::ops::Range<usize>| {
        run.end + FEWEST_NEIGHBOURS > meet && run.start < meet + FEWEST_NEIGHBOURS
    };
    let mut spikes = Spikes::of(&both);
    blocks(both.len()).for_each(|block| spikes.look(&block));
    mark_spikes(spikes.positions(undecided), &both, digits, &mut marks);
    marks
}

/// Marks what is odd about the merged ticks of one day, ordered by time.
#[must_use]
pub fn day(ticks: &Ticks, keep: Keep) -> Marks {
    let mut marks = Marks::new(keep);
    moments::check(&ticks.timestamp, &mut marks);
    stale::check(ticks, &mut marks);
    marks
}

/// A price that cannot be is told as that alone, not as a spike too.
fn mark_spikes(positions: Vec<usize>, ticks: &Ticks, digits: Digits, marks: &mut Marks) {
    let possible = positions.into_iter().filter(|&index| quotes::is_possible(&ticks.get(index), digits));
    possible.for_each(|index| marks.push(Mark { code: Spike, index }));
}
