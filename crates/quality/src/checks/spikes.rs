//! A few ticks far away from all around them, to which the price does not stay.
//!
//! For a run of at most [`LONGEST_SPIKE`] ticks, on the bid and on the ask alike: let `m` be the median of its up to [`NEIGHBOURS`]
//! neighbours on either side (at least [`FEWEST_NEIGHBOURS`]) and `s` the largest of
//! - their median absolute deviation from `m`, times 1.4826,
//! - their median spread, but no more than [`WIDEST_SPREAD`] of `m`,
//! - a point.
//!
//! The run is a spike if every tick of it is at least [`SPIKE_SIGMAS`]` · s` and [`SMALLEST_SPIKE`] of the batch's median price away from
//! `m`, while the ticks just before and just after it, and three quarters of its neighbours, lie within a third of that distance.
//!
//! A centred median without the observation itself and ten deviations are the rule Q4 of Barndorff-Nielsen, Hansen, Lunde and Shephard,
//! "Realized kernels in practice" (Econometrics Journal 12, 2009); the floor that keeps still markets from making everything a spike is the
//! granularity of Brownlees and Gallo, "Financial econometric analysis at ultra-high frequency" (Computational Statistics & Data Analysis 51,
//! 2006). That the price must come back is ours: a jump on news stays where it went, and so does the first quote after a weekend.

use std::ops::Range;

use tickloom_model::Ticks;

use super::{blocks::steps, robust, scale::median_bid};

/// Ticks on either side of a run that decide whether it is a spike.
pub const NEIGHBOURS: usize = 25;
/// With fewer ticks on either side nothing is said.
pub const FEWEST_NEIGHBOURS: usize = 5;
/// A longer run is a move.
pub const LONGEST_SPIKE: usize = 5;
/// Robust standard deviations from which on a tick is far away.
pub const SPIKE_SIGMAS: f64 = 10.0;
/// The share of the price below which no move is a spike: 0.03 %.
pub const SMALLEST_SPIKE: f64 = 0.000_3;
/// The share of the price beyond which a wide spread makes a spike no less strange: 0.05 %.
pub const WIDEST_SPREAD: f64 = 0.000_5;

/// Where prices jump, block by block, and which of the jumps begin spikes.
pub(super) struct Spikes<'a> {
    sides: [Side<'a>; 2],
}

impl<'a> Spikes<'a> {
    pub(super) fn of(ticks: &'a Ticks) -> Self {
        let price = median_bid(ticks).unwrap_or_default();
        let smallest = (price as f64 * SMALLEST_SPIKE).max(SPIKE_SIGMAS);
        let side = |prices| Side { prices, ticks, smallest, jumps: Vec::new() };
        Self { sides: [side(&ticks.bid), side(&ticks.ask)] }
    }

    pub(super) fn look(&mut self, block: &Range<usize>) {
        self.sides.iter_mut().for_each(|side| side.look(block));
    }

    /// Positions of all ticks that are part of a spike whose run satisfies `asked`, ascending, each once.
    pub(super) fn positions(&self, asked: impl Fn(&Range<usize>) -> bool) -> Vec<usize> {
        let runs = self.sides.iter().flat_map(|side| side.runs(&asked));
        let mut positions: Vec<usize> = runs.flatten().collect();
        positions.sort_unstable();
        positions.dedup();
        positions
    }
}

/// The median bid and ask of the ticks around a position, without it.
pub(super) fn around(ticks: &Ticks, index: usize) -> (i64, i64) {
    let middle = |prices| robust::median(&mut neighbours(prices, &(index..index + 1)));
    (middle(&ticks.bid), middle(&ticks.ask))
}

/// One column of prices.
struct Side<'a> {
    prices: &'a [i64],
    ticks: &'a Ticks,
    /// Points below which no distance is a spike's.
    smallest: f64,
    /// Positions at which the price goes as far at once as a spike must.
    jumps: Vec<usize>,
}

impl Side<'_> {
    /// A spike's first tick is two thirds of its distance from the tick before it, which lies within the other third.
    fn look(&mut self, block: &Range<usize>) {
        let far = (2.0 / 3.0 * self.smallest) as i64;
        let (start, before, after) = steps(self.prices, block);
        if !is_calm(before, after, far) {
            let pairs = (start..).zip(before.iter().zip(after));
            let jumps = pairs.filter(|(_, (before, after))| after.abs_diff(**before) >= far.unsigned_abs());
            self.jumps.extend(jumps.map(|(index, _)| index));
        }
    }

    fn runs(&self, asked: &impl Fn(&Range<usize>) -> bool) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for &start in &self.jumps {
            if runs.last().is_none_or(|last| last.end <= start) {
                runs.extend(self.run_from(start, asked));
            }
        }
        runs
    }

    fn run_from(&self, start: usize, asked: &impl Fn(&Range<usize>) -> bool) -> Option<Range<usize>> {
        let last_end = self.prices.len().checked_sub(FEWEST_NEIGHBOURS)?;
        if start < FEWEST_NEIGHBOURS {
            return None;
        }
        let ends = (start + 1..=start + LONGEST_SPIKE).take_while(|end| *end <= last_end);
        ends.map(|end| start..end).find(|run| self.comes_back(run) && asked(run) && self.is_spike(run))
    }

    /// A cheap necessary condition: both ends lie within a third of the distance, so they are no farther from each other than the jump is high.
    fn comes_back(&self, run: &Range<usize>) -> bool {
        let (before, first, after) =
            (self.prices[run.start - 1], self.prices[run.start], self.prices[run.end]);
        after.abs_diff(before) <= first.abs_diff(before)
    }

    fn is_spike(&self, run: &Range<usize>) -> bool {
        let mut around = neighbours(self.prices, run);
        let middle = robust::median(&mut around);
        let distance = |index: usize| self.prices[index].abs_diff(middle) as f64;
        let nearest = run.clone().map(distance).fold(f64::INFINITY, f64::min);
        let ends = distance(run.start - 1).max(distance(run.end));
        nearest >= self.smallest && 3.0 * ends <= nearest && self.stands_out(nearest, around, middle, run)
    }

    /// Whether the distance is large for these neighbours, and most of them agree: two feeds in one source are no spikes of each other.
    fn stands_out(&self, nearest: f64, mut around: Vec<i64>, middle: i64, run: &Range<usize>) -> bool {
        let sigma = robust::sigma(&mut around, middle);
        let n_near = around.iter().filter(|&&deviation| 3.0 * deviation as f64 <= nearest).count();
        4 * n_near >= 3 * around.len() && nearest >= SPIKE_SIGMAS * sigma.max(self.floor(middle, run))
    }

    /// The least that counts as a standard deviation.
    fn floor(&self, middle: i64, run: &Range<usize>) -> f64 {
        let (bids, asks) = (neighbours(&self.ticks.bid, run), neighbours(&self.ticks.ask, run));
        let mut spreads: Vec<i64> = bids.iter().zip(asks).map(|(bid, ask)| (ask - bid).abs()).collect();
        let spread = robust::median(&mut spreads) as f64;
        spread.min(WIDEST_SPREAD * middle.abs() as f64).max(1.0)
    }
}

fn neighbours(prices: &[i64], run: &Range<usize>) -> Vec<i64> {
    let before = run.start.saturating_sub(NEIGHBOURS)..run.start;
    let after = run.end..(run.end + NEIGHBOURS).min(prices.len());
    [&prices[before], &prices[after]].concat()
}

/// Whether no two prices of a block that follow each other lie `far` apart; without a branch, as signs of differences.
fn is_calm(before: &[i64], after: &[i64], far: i64) -> bool {
    let jumps = before.iter().zip(after).fold(0, |jumps, (before, after)| {
        let step = after.wrapping_sub(*before);
        jumps | (far - 1).wrapping_sub(step) | (far - 1).wrapping_add(step)
    });
    jumps >= 0
}
