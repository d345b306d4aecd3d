//! Quotes that stand still while ticks keep coming.
//!
//! A stretch of ticks with the same bid and ask is stale if it has at least [`SHORTEST_STALE_TICKS`] ticks, lasts at least
//! [`SHORTEST_STALE_NANOS`], and is twice as long as chance explains on that day: with `q` the share of ticks that repeat the quote before
//! them, outside such long stretches, and `n` ticks, `2 · (ln n + ln 10⁶) / -ln q` ticks. The longest of the runs that chance makes is around
//! `ln n / -ln q` (Erdős and Rényi 1970); one of the length above comes up less often than once in a million days.

use std::ops::Range;

use tickloom_model::{NANOS_PER_SECOND, Ticks};

use super::{Mark, Marks};
use crate::FindingCode::Stale;

/// A stretch of fewer ticks is never stale.
pub const SHORTEST_STALE_TICKS: usize = 100;
/// A stretch that passes faster is never stale: a minute.
pub const SHORTEST_STALE_NANOS: i64 = 60 * NANOS_PER_SECOND;

/// Marks the first tick of every stale stretch.
pub(super) fn check(ticks: &Ticks, marks: &mut Marks) {
    let long = long_stretches(ticks);
    if long.is_empty() {
        return;
    }
    let longest_by_chance = longest_by_chance(ticks, &long);
    let is_stale = |stretch: &Range<usize>| {
        let lasts = ticks.timestamp[stretch.end - 1] - ticks.timestamp[stretch.start];
        lasts >= SHORTEST_STALE_NANOS && stretch.len() as f64 >= 2.0 * longest_by_chance
    };
    let stale = long.into_iter().filter(is_stale);
    stale.for_each(|stretch| marks.push(Mark { code: Stale, index: stretch.start }));
}

/// The position after the last tick that repeats the quote at `start`.
pub(super) fn end_of_stretch(ticks: &Ticks, start: usize) -> usize {
    (start..ticks.len()).find(|&index| !same_quote(ticks, start, index)).unwrap_or(ticks.len())
}

/// Stretches of at least [`SHORTEST_STALE_TICKS`].
fn long_stretches(ticks: &Ticks) -> Vec<Range<usize>> {
    // Any stretch that long holds two of these positions that follow each other, so that hardly any other tick is looked at.
    const STEP: usize = SHORTEST_STALE_TICKS / 2;
    let mut long: Vec<Range<usize>> = Vec::new();
    for index in (STEP..ticks.len()).step_by(STEP) {
        let known = long.last().is_some_and(|stretch| stretch.contains(&index));
        if !known && same_quote(ticks, index - STEP, index) {
            let stretch = stretch_around(ticks, index);
            long.extend((stretch.len() >= SHORTEST_STALE_TICKS).then_some(stretch));
        }
    }
    long
}

fn stretch_around(ticks: &Ticks, index: usize) -> Range<usize> {
    let before = (0..index).rev().take_while(|&earlier| same_quote(ticks, earlier, index)).count();
    index - before..end_of_stretch(ticks, index)
}

/// How many ticks a stretch may have by chance alone, from how often a quote is repeated outside the long ones.
fn longest_by_chance(ticks: &Ticks, long: &[Range<usize>]) -> f64 {
    let in_long: usize = long.iter().map(ExactSizeIterator::len).sum();
    let repeats = (1..ticks.len()).filter(|&index| same_quote(ticks, index - 1, index)).count();
    let repeats = repeats - (in_long - long.len());
    let others = (ticks.len() - in_long).max(1);
    let share = repeats as f64 / others as f64;
    ((ticks.len() as f64).ln() + 1e6_f64.ln()) / -share.ln()
}

fn same_quote(ticks: &Ticks, left: usize, right: usize) -> bool {
    ticks.bid[left] == ticks.bid[right] && ticks.ask[left] == ticks.ask[right]
}
