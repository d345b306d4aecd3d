//! Whether a whole file is off by a power of ten.
//!
//! Prices of ten or a hundred times, or a tenth or a hundredth of, those near in time come from a wrong number of decimals. The medians may
//! differ from the power of ten by a factor of [`SCALE_TOLERANCE`]; no instrument moves by nearly seven times within [`SCALE_REACH_NANOS`].

use std::fmt;

use tickloom_model::{NANOS_PER_DAY, Ticks};

use super::robust;

/// By what factor a ratio of medians may miss the power of ten.
pub const SCALE_TOLERANCE: f64 = 1.5;
/// How far in time what is stored may lie to be a reference: 31 days.
pub const SCALE_REACH_NANOS: i64 = 31 * NANOS_PER_DAY;

const SAMPLE: usize = 1_000;

/// How many times too large the prices of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// A hundredth.
    Hundredth,
    /// A tenth.
    Tenth,
    /// Ten times.
    Ten,
    /// A hundred times.
    Hundred,
}

impl Scale {
    const ALL: [Self; 4] = [Self::Hundredth, Self::Tenth, Self::Ten, Self::Hundred];

    /// The factor between the prices of the file and those stored.
    #[must_use]
    pub const fn factor(self) -> f64 {
        match self {
            Self::Hundredth => 0.01,
            Self::Tenth => 0.1,
            Self::Ten => 10.0,
            Self::Hundred => 100.0,
        }
    }

    /// As words that go before what they are compared with: `ten times`, `a tenth of`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hundredth => "a hundredth of",
            Self::Tenth => "a tenth of",
            Self::Ten => "ten times",
            Self::Hundred => "a hundred times",
        }
    }
}

impl fmt::Display for Scale {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "prices are {} those stored", self.name())
    }
}

/// How many times too large the ticks are, if they are off by a power of ten.
///
/// `reference` is the [`median_bid`] in points of stored ticks of the same number of decimals, at most [`SCALE_REACH_NANOS`] away.
#[must_use]
pub fn scale(reference: i64, ticks: &Ticks) -> Option<Scale> {
    let price = median_bid(ticks)?;
    if reference <= 0 || price <= 0 {
        return None;
    }
    let ratio = price as f64 / reference as f64;
    Scale::ALL.into_iter().find(|scale| {
        let miss = ratio / scale.factor();
        (1.0 / SCALE_TOLERANCE..=SCALE_TOLERANCE).contains(&miss)
    })
}

/// The median of the bids in points, of at most a thousand ticks spread evenly; `None` without ticks.
#[must_use]
pub fn median_bid(ticks: &Ticks) -> Option<i64> {
    (!ticks.is_empty()).then(|| robust::median(&mut robust::sample(&ticks.bid, SAMPLE)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_ten_are_told_from_moves() {
        let cases = [
            (114_352, 114_352, None),
            (114_352, 171_528, None),
            (114_352, 1_143_520, Some(Scale::Ten)),
            (114_352, 1_500_000, Some(Scale::Ten)),
            (114_352, 11_435_200, Some(Scale::Hundred)),
            (114_352, 11_435, Some(Scale::Tenth)),
            (114_352, 1_143, Some(Scale::Hundredth)),
            (114_352, 600_000, None),
            (114_352, 114_352_000, None),
            (0, 114_352, None),
            (114_352, 0, None),
        ];
        for (reference, bid, expected) in cases {
            let ticks = Ticks { timestamp: vec![0], bid: vec![bid], ..Ticks::default() };
            assert_eq!(scale(reference, &ticks), expected, "{reference} {bid}");
        }
        assert_eq!(scale(114_352, &Ticks::default()), None);
    }
}
