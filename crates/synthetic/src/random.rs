//! Random numbers that are the same on every platform: whole numbers only, no shared state.

/// Steps through all 64-bit numbers without a short cycle (2^64 divided by the golden ratio, made odd).
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// A stream of random 64-bit numbers (SplitMix64).
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// The stream of this name under this seed; streams of different names share nothing.
    pub(crate) fn new(seed: u64, name: u64) -> Self {
        Self(hash(seed, name))
    }

    /// The next 64 random bits.
    #[inline]
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mixed(self.0)
    }

    /// The next whole number in `[low, high)`.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        scaled(self.bits(), low, high)
    }
}

/// The random number that belongs to a name under a seed.
pub(crate) fn hash(seed: u64, name: u64) -> u64 {
    mixed(mixed(seed.wrapping_add(STEP)) ^ name.wrapping_mul(STEP))
}

/// Random bits as a whole number in `[low, high)`.
pub(crate) fn scaled(bits: u64, low: i64, high: i64) -> i64 {
    low + ((i128::from(bits) * i128::from(high - low)) >> 64) as i64
}

#[inline]
fn mixed(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_fill_the_range_and_never_leave_it() {
        let mut random = Random::new(1, 2);
        let mut seen = [0_u32; 5];
        for _ in 0..10_000 {
            seen[usize::try_from(random.between(-2, 3) + 2).unwrap()] += 1;
        }
        assert!(seen.iter().all(|count| (1_800..2_200).contains(count)), "{seen:?}");
    }

    #[test]
    fn the_ends_of_the_bits_are_the_ends_of_the_range() {
        assert_eq!(scaled(0, -7, 9), -7);
        assert_eq!(scaled(u64::MAX, -7, 9), 8);
    }

    #[test]
    fn neighbouring_seeds_and_names_share_nothing() {
        let mut hashes: Vec<u64> =
            (0..50).flat_map(|seed| (0..50).map(move |name| hash(seed, name))).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), 2_500);
    }
}
