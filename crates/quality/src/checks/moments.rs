//! Ticks that share a moment.

use super::{
    Mark, Marks,
    blocks::{blocks, steps},
};
use crate::FindingCode::EqualTimes;

/// Marks every tick of the same time as the one before it; that their values differ is what the merge left.
pub(super) fn check(times: &[i64], marks: &mut Marks) {
    for block in blocks(times.len()) {
        let (start, earlier, later) = steps(times, &block);
        if !differ(earlier, later) {
            let equal =
                (start..).zip(earlier.iter().zip(later)).filter(|(_, (earlier, later))| later == earlier);
            equal.for_each(|(index, _)| marks.push(Mark { code: EqualTimes, index }));
        }
    }
}

/// Without leaving early, so that it runs many times at once.
fn differ(earlier: &[i64], later: &[i64]) -> bool {
    earlier.iter().zip(later).fold(true, |differ, (earlier, later)| differ & (earlier != later))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{Keep, blocks::BLOCK};

    #[test]
    fn every_tick_of_a_moment_but_its_first_is_marked() {
        for start in [0, 100, BLOCK - 2, BLOCK - 1, BLOCK] {
            let mut times: Vec<i64> = (0..2 * BLOCK as i64).collect();
            times[start + 1] = times[start];
            times[start + 2] = times[start];
            let mut marks = Marks::new(Keep::First);
            check(&times, &mut marks);
            assert_eq!(marks.indices(EqualTimes), [start + 1, start + 2]);
        }
    }
}
