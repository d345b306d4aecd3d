//! Whether a whole file is off by a power of ten.

use tickloom_model::Ticks;

/// How many times too large the prices of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Ten times.
    Ten,
    /// A hundred times.
    Hundred,
    /// A tenth.
    Tenth,
    /// A hundredth.
    Hundredth,
}

impl Scale {
    /// As words: `10 times`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ten => "10 times",
            Self::Hundred => "100 times",
            Self::Tenth => "a tenth of",
            Self::Hundredth => "a hundredth of",
        }
    }
}

/// Whether the ticks are off by a power of ten against `reference`, the [`median_bid`] in points of what is stored near in time.
#[must_use]
pub fn scale(reference: i64, ticks: &Ticks) -> Option<Scale> {
    let _ = (reference, ticks);
    None
}

/// The median of the bids in points, of at most a thousand ticks spread evenly; `None` without ticks.
#[must_use]
pub fn median_bid(ticks: &Ticks) -> Option<i64> {
    let step = ticks.len().div_ceil(1_000).max(1);
    let mut bids: Vec<i64> = ticks.bid.iter().copied().step_by(step).collect();
    let middle = bids.len() / 2;
    (!bids.is_empty()).then(|| *bids.select_nth_unstable(middle).1)
}
