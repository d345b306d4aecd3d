//! How long something took, as counts in 224 ranges: eight to each doubling, from 1 µs to 275 s.

use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};

/// The first range holds all below 2^10 ns.
const FIRST: u32 = 10;
const DOUBLINGS: usize = 28;
/// Ranges of a doubling, which bounds how far off a percentile is: an eighth at most.
const SHARES: usize = 8;
const RANGES: usize = DOUBLINGS * SHARES;

/// Upper bounds of the ranges that are shown outside, as powers of two of nanoseconds: 4 µs, 16 µs … 69 s.
pub(crate) const BOUNDS: [u32; 13] = [12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36];

/// Counts of durations. Adding one takes no lock.
pub(crate) struct Histogram {
    ranges: [AtomicU64; RANGES],
    nanos: AtomicU64,
    longest: AtomicU64,
}

impl Default for Histogram {
    fn default() -> Self {
        Self {
            ranges: [const { AtomicU64::new(0) }; RANGES],
            nanos: AtomicU64::new(0),
            longest: AtomicU64::new(0),
        }
    }
}

impl Histogram {
    pub(crate) fn add(&self, took: Duration) {
        let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        if let Some(range) = self.ranges.get(range_of(nanos)) {
            range.fetch_add(1, Relaxed);
        }
        self.nanos.fetch_add(nanos, Relaxed);
        self.longest.fetch_max(nanos, Relaxed);
    }

    /// Seconds below which this share of all lies; 0 while there are none.
    pub(crate) fn below(&self, share: f64) -> f64 {
        let counts = self.ranges.each_ref().map(|range| range.load(Relaxed));
        let wanted = (counts.iter().sum::<u64>() as f64 * share).ceil() as u64;
        let mut passed = 0;
        let found = counts.iter().position(|count| {
            passed += count;
            passed >= wanted
        });
        let end = found.map_or(0.0, |range| end_of(range) as f64 / 1e9);
        if wanted == 0 { 0.0 } else { end.min(self.longest()) }
    }

    /// Seconds that the longest took.
    pub(crate) fn longest(&self) -> f64 {
        self.longest.load(Relaxed) as f64 / 1e9
    }

    /// Seconds of all together.
    pub(crate) fn sum(&self) -> f64 {
        self.nanos.load(Relaxed) as f64 / 1e9
    }

    /// How many took less than each of [`BOUNDS`], and how many there are.
    pub(crate) fn cumulative(&self) -> ([u64; BOUNDS.len()], u64) {
        let counts = self.ranges.each_ref().map(|range| range.load(Relaxed));
        let below = |power: u32| counts.iter().take(range_of(1 << power)).sum();
        (BOUNDS.map(below), counts.iter().sum())
    }
}

/// The range of so many nanoseconds.
fn range_of(nanos: u64) -> usize {
    let doubling = nanos.max(1).ilog2();
    if doubling < FIRST {
        return 0;
    }
    let share = (nanos >> (doubling - SHARES.ilog2())) as usize % SHARES;
    ((doubling - FIRST) as usize * SHARES + share).min(RANGES - 1)
}

/// Nanoseconds at which a range ends.
fn end_of(range: usize) -> u64 {
    let (doubling, share) = (range / SHARES + FIRST as usize, range % SHARES);
    ((SHARES + share + 1) as u64) << (doubling - SHARES.ilog2() as usize)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{BOUNDS, Histogram, RANGES, end_of, range_of};

    #[test]
    fn ranges_follow_each_other_without_a_hole() {
        for range in 1..RANGES - 1 {
            let (start, end) = (end_of(range - 1), end_of(range));
            assert_eq!((range_of(start), range_of(end - 1)), (range, range), "{start} to {end}");
        }
        assert_eq!((range_of(0), range_of(1_023), range_of(u64::MAX)), (0, 0, RANGES - 1));
    }

    #[test]
    fn percentiles_are_an_eighth_off_at_most() {
        let histogram = Histogram::default();
        assert_eq!((histogram.below(0.5), histogram.longest()), (0.0, 0.0));
        (1..=1_000).for_each(|micros| histogram.add(Duration::from_micros(micros)));
        for (share, exact) in [(0.5, 500e-6), (0.99, 990e-6)] {
            let found = histogram.below(share);
            assert!((exact..=exact * 1.125).contains(&found), "{share}: {found}");
        }
        assert_eq!(histogram.longest(), 1e-3);
        assert!((histogram.sum() - 0.5005).abs() < 1e-9);
    }

    #[test]
    fn what_is_shown_outside_grows_up_to_all() {
        let histogram = Histogram::default();
        for nanos in [1, 4_095, 4_096, 20_000, 1 << 40] {
            histogram.add(Duration::from_nanos(nanos));
        }
        let (below, all) = histogram.cumulative();
        assert_eq!((below[0], below[1], below[2], below[BOUNDS.len() - 1], all), (2, 3, 4, 4, 5));
    }
}
