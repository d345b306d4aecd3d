//! How columns are walked: in blocks that stay near the processor, so that every check reads them while they are there.

use std::ops::Range;

/// Ticks looked at in one go: what is asked of all of them costs no branch, and only an odd block is looked at one by one.
pub(super) const BLOCK: usize = 256;

/// The positions of so many ticks, block by block.
pub(super) fn blocks(n_ticks: usize) -> impl Iterator<Item = Range<usize>> {
    (0..n_ticks).step_by(BLOCK).map(move |start| start..(start + BLOCK).min(n_ticks))
}

/// The values of a block and of the ticks just before each, with the position of the first; the very first tick has none before it.
pub(super) fn steps<'a, T>(column: &'a [T], block: &Range<usize>) -> (usize, &'a [T], &'a [T]) {
    let start = block.start.max(1);
    (start, &column[start - 1..block.end - 1], &column[start..block.end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tick_lies_in_one_block_and_every_step_is_taken_once() {
        for n_ticks in [0, 1, 2, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7] {
            let column: Vec<usize> = (0..n_ticks).collect();
            assert_eq!(blocks(n_ticks).flatten().collect::<Vec<_>>(), column);
            let taken = blocks(n_ticks).flat_map(|block| {
                let (start, before, after) = steps(&column, &block);
                assert!(before.len() == after.len() && start + after.len() == block.end);
                before.iter().copied().zip(after.iter().copied()).collect::<Vec<_>>()
            });
            let expected: Vec<_> = column.windows(2).map(|pair| (pair[0], pair[1])).collect();
            assert_eq!(taken.collect::<Vec<_>>(), expected);
        }
    }
}
