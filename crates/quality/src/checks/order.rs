//! Times that go backwards.

use std::ops::Range;

use super::{Mark, Marks, blocks::steps};
use crate::FindingCode::OutOfOrder;

/// Marks every tick of a block that is earlier than the one before it.
pub(super) fn look(times: &[i64], block: &Range<usize>, marks: &mut Marks) {
    let (start, earlier, later) = steps(times, block);
    if !ascends(earlier, later) {
        let descents =
            (start..).zip(earlier.iter().zip(later)).filter(|(_, (earlier, later))| later < earlier);
        descents.for_each(|(index, _)| marks.push(Mark { code: OutOfOrder, index }));
    }
}

/// Without leaving early, so that it runs many times at once.
fn ascends(earlier: &[i64], later: &[i64]) -> bool {
    earlier.iter().zip(later).fold(true, |ascends, (earlier, later)| ascends & (earlier <= later))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{
        Keep,
        blocks::{BLOCK, blocks},
    };

    fn found(times: &[i64]) -> Vec<usize> {
        let mut marks = Marks::new(Keep::AllRefused);
        blocks(times.len()).for_each(|block| look(times, &block, &mut marks));
        marks.indices(OutOfOrder).to_vec()
    }

    #[test]
    fn the_tick_after_a_step_back_is_marked() {
        let cases: [(&[i64], &[usize]); 6] = [
            (&[], &[]),
            (&[5], &[]),
            (&[1, 2, 2, 3], &[]),
            (&[2, 1], &[1]),
            (&[1, 9, 2, 3, 10], &[2]),
            (&[3, 2, 1], &[1, 2]),
        ];
        for (times, expected) in cases {
            assert_eq!(found(times), expected, "{times:?}");
        }
    }

    #[test]
    fn blocks_have_no_seams() {
        for step_back in [1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK] {
            let mut times: Vec<i64> = (0..3 * BLOCK as i64).collect();
            times.swap(step_back - 1, step_back);
            assert_eq!(found(&times), [step_back]);
        }
    }
}
