//! Many lengths of time in little memory: how many of them lie between powers of two, and quarters of these.

/// Buckets in each power of two.
const STEPS: u32 = 4;
/// Lengths below 2^20 nanoseconds, a millisecond, need no telling apart.
const LOWEST_BITS: u32 = 20;
const N_BUCKETS: usize = ((63 - LOWEST_BITS) * STEPS + 1) as usize;

/// Counts of lengths, each known to a quarter.
#[derive(Debug, Clone)]
pub(crate) struct Histogram {
    counts: [u32; N_BUCKETS],
}

impl Histogram {
    pub(crate) const EMPTY: Self = Self { counts: [0; N_BUCKETS] };

    /// Counts a length that is not negative.
    #[inline]
    pub(crate) fn add(&mut self, length: i64) {
        let count = &mut self.counts[bucket(length)];
        *count = count.saturating_add(1);
    }

    pub(crate) fn add_all(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count = count.saturating_add(*more);
        }
    }

    pub(crate) fn count(&self) -> u64 {
        self.counts.iter().map(|count| u64::from(*count)).sum()
    }

    /// A length that so many of a thousand do not exceed, rounded up to the end of its bucket; 0 of none.
    pub(crate) fn quantile(&self, per_mille: u32) -> i64 {
        let wanted = (u128::from(self.count()) * u128::from(per_mille)).div_ceil(1_000);
        let mut seen = 0;
        for (index, count) in self.counts.iter().enumerate() {
            seen += u128::from(*count);
            if seen >= wanted && seen > 0 {
                return end_of(index);
            }
        }
        0
    }
}

#[inline]
fn bucket(length: i64) -> usize {
    let length = length as u64;
    if length < 1 << LOWEST_BITS {
        return 0;
    }
    let power = length.ilog2();
    let quarter = (length >> (power - 2)) & 3;
    (((power - LOWEST_BITS) * STEPS) as usize + quarter as usize + 1).min(N_BUCKETS - 1)
}

fn end_of(bucket: usize) -> i64 {
    let (power, quarter) = (bucket as u32 / STEPS, bucket as u64 as u32 % STEPS);
    let unit = 1_u64 << (LOWEST_BITS - 2 + power);
    i64::try_from(u64::from(STEPS + quarter) * unit).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lengths: &[i64]) -> Histogram {
        let mut histogram = Histogram::EMPTY;
        lengths.iter().for_each(|length| histogram.add(*length));
        histogram
    }

    #[test]
    fn of_nothing_nothing_is_usual() {
        assert_eq!(Histogram::EMPTY.quantile(990), 0);
    }

    #[test]
    fn one_long_silence_among_many_does_not_count_as_usual() {
        let mut lengths = vec![1 << 30; 999];
        lengths.push(1 << 50);
        assert_eq!(of(&lengths).quantile(990), 5 << 28);
        assert!(of(&lengths).quantile(1_000) > 1 << 50);
    }

    #[test]
    fn histograms_add_up() {
        let mut sum = of(&[1, 1 << 40]);
        sum.add_all(&of(&[1 << 41]));
        assert_eq!((sum.count(), sum.quantile(1_000)), (3, 5 << 39));
    }

    proptest::proptest! {
        #[test]
        fn a_length_lies_within_a_quarter_below_the_end_of_its_bucket(length in 0..i64::MAX) {
            let end = of(&[length]).quantile(500);
            proptest::prop_assert!(length < end || end == i64::MAX);
            proptest::prop_assert!(length < 1 << LOWEST_BITS || end - length <= end / 4);
        }
    }
}
