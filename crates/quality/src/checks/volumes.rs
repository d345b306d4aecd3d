//! Volumes that are missing where others have them, or out of all proportion to the others.

use std::ops::Range;

use tickloom_model::Ticks;

use super::{Mark, Marks, robust};
use crate::FindingCode::VolumeOdd;

/// A volume of more than that many times the median of its side is odd.
pub const VOLUME_RATIO: f32 = 10_000.0;
/// Ticks without volumes are odd where there is at most one in that many.
pub const TICKS_PER_MISSING_VOLUME: usize = 100;

/// So many volumes give the median; enough for a threshold that is orders of magnitude away.
const SAMPLE: usize = 256;

/// What is known of the volumes, block by block.
pub(super) struct Volumes<'a> {
    bids: &'a [f32],
    asks: &'a [f32],
    /// Above these a volume of its side is odd.
    limits: (f32, f32),
    n_missing: usize,
    /// Blocks with a missing or large volume.
    odd: Vec<Range<usize>>,
}

impl<'a> Volumes<'a> {
    pub(super) fn of(ticks: &'a Ticks) -> Self {
        let limits = (limit(&ticks.bid_volume), limit(&ticks.ask_volume));
        Self { bids: &ticks.bid_volume, asks: &ticks.ask_volume, limits, n_missing: 0, odd: Vec::new() }
    }

    pub(super) fn look(&mut self, block: &Range<usize>) {
        let (bids, asks) = (&self.bids[block.clone()], &self.asks[block.clone()]);
        let n_missing = count_missing(bids, asks);
        self.n_missing += n_missing;
        if n_missing > 0 || !hold(bids, asks, self.limits) {
            self.odd.push(block.clone());
        }
    }

    /// Marks odd volumes, once all blocks were looked at; in few ticks nothing can be told.
    pub(super) fn mark(self, marks: &mut Marks) {
        if self.bids.len() < TICKS_PER_MISSING_VOLUME {
            return;
        }
        let missing_is_odd = self.n_missing * TICKS_PER_MISSING_VOLUME <= self.bids.len();
        let (bid_limit, ask_limit) = self.limits;
        let is_odd = |index: &usize| {
            let (bid, ask) = (self.bids[*index], self.asks[*index]);
            (missing_is_odd && is_missing(bid, ask)) || bid > bid_limit || ask > ask_limit
        };
        let found = self.odd.iter().cloned().flatten().filter(is_odd);
        found.for_each(|index| marks.push(Mark { code: VolumeOdd, index }));
    }
}

fn hold(bids: &[f32], asks: &[f32], (bid_limit, ask_limit): (f32, f32)) -> bool {
    let pairs = bids.iter().zip(asks);
    pairs.fold(true, |hold, (&bid, &ask)| hold & (bid <= bid_limit) & (ask <= ask_limit))
}

/// A side without a single volume in the sample has no limit.
fn limit(volumes: &[f32]) -> f32 {
    // Of floats that are not negative, the bits are in the order of the values.
    let given = robust::sample(volumes, SAMPLE).into_iter().filter(|volume| *volume > 0.0);
    let mut bits: Vec<u32> = given.map(f32::to_bits).collect();
    if bits.is_empty() { f32::INFINITY } else { VOLUME_RATIO * f32::from_bits(robust::median(&mut bits)) }
}

fn count_missing(bids: &[f32], asks: &[f32]) -> usize {
    // Counted in 32 bits, as wide as the volumes: a block is small and this runs four at once.
    bids.iter().zip(asks).map(|(&bid, &ask)| u32::from(is_missing(bid, ask))).sum::<u32>() as usize
}

fn is_missing(bid: f32, ask: f32) -> bool {
    (bid == 0.0) & (ask == 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{Keep, blocks::blocks};

    fn found(volumes: &[(f32, f32)]) -> (u64, Vec<usize>) {
        let (bid_volume, ask_volume) = volumes.iter().copied().unzip();
        let ticks = Ticks { timestamp: vec![0; volumes.len()], bid_volume, ask_volume, ..Ticks::default() };
        let mut marks = Marks::new(Keep::First);
        let mut volumes = Volumes::of(&ticks);
        blocks(ticks.len()).for_each(|block| volumes.look(&block));
        volumes.mark(&mut marks);
        (marks.count(VolumeOdd), marks.indices(VolumeOdd).to_vec())
    }

    fn with(changes: &[(usize, (f32, f32))]) -> Vec<(f32, f32)> {
        let mut volumes = vec![(1.5, 0.75); 1_000];
        changes.iter().for_each(|&(at, pair)| volumes[at] = pair);
        volumes
    }

    #[test]
    fn volumes_are_odd_against_the_others() {
        let cases = [
            ("none", with(&[]), vec![]),
            ("one side zero", with(&[(7, (0.0, 1.0)), (9, (1.0, 0.0))]), vec![]),
            ("missing", with(&[(7, (0.0, 0.0)), (999, (0.0, 0.0))]), vec![7, 999]),
            ("large", with(&[(300, (15_001.0, 0.75)), (301, (1.5, 7_501.0))]), vec![300, 301]),
            ("not yet large", with(&[(300, (15_000.0, 0.75)), (301, (1.5, 7_500.0))]), vec![]),
        ];
        for (name, volumes, expected) in cases {
            assert_eq!(found(&volumes), (expected.len() as u64, expected), "{name}");
        }
    }

    #[test]
    fn where_many_have_no_volume_none_is_odd() {
        assert_eq!(found(&vec![(0.0, 0.0); 1_000]).0, 0);
        let eleven: Vec<_> = (0..11).map(|at| (90 * at, (0.0, 0.0))).collect();
        assert_eq!(found(&with(&eleven)).0, 0);
        assert_eq!(found(&with(&eleven[..10])).0, 10);
    }

    #[test]
    fn few_ticks_say_nothing() {
        let mut few = vec![(1.0, 1.0); 99];
        few[50] = (0.0, 0.0);
        assert_eq!(found(&few).0, 0);
    }
}
