//! Ticks that share a moment.

use tickloom_model::Ticks;

use super::{BLOCK, Mark, Marks};
use crate::FindingCode::EqualTimes;

/// Marks every tick of the same time as the one before it; that their values differ is what the merge left.
pub(super) fn check(ticks: &Ticks, marks: &mut Marks) {
    let times = &ticks.timestamp;
    let blocks = times.chunks(BLOCK).zip(times.get(1..).unwrap_or_default().chunks(BLOCK)).enumerate();
    for (block, (earlier, later)) in blocks.filter(|(_, (earlier, later))| !differ(earlier, later)) {
        let pairs = earlier.iter().zip(later).enumerate();
        let equal = pairs.filter(|(_, (earlier, later))| later == earlier);
        equal.for_each(|(at, _)| marks.push(Mark { code: EqualTimes, index: block * BLOCK + at + 1 }));
    }
}

/// Without leaving early, so that it runs many times at once.
fn differ(earlier: &[i64], later: &[i64]) -> bool {
    earlier.iter().zip(later).fold(true, |differ, (earlier, later)| differ & (earlier != later))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::Keep;

    #[test]
    fn every_tick_of_a_moment_but_its_first_is_marked() {
        for start in [0, 100, BLOCK - 2, BLOCK - 1, BLOCK] {
            let mut times: Vec<i64> = (0..2 * BLOCK as i64).collect();
            times[start + 1] = times[start];
            times[start + 2] = times[start];
            let ticks = Ticks { timestamp: times, ..Ticks::default() };
            let mut marks = Marks::new(Keep::First);
            check(&ticks, &mut marks);
            assert_eq!(marks.indices(EqualTimes), [start + 1, start + 2]);
        }
    }
}
