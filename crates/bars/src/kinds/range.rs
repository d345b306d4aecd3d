//! Bars of so many points from low to high.

use std::num::NonZeroU32;

use tickloom_model::{Bar, Side, Tick};

use super::BarRule;

/// Completed by the tick that brings high less low to so many of the side's price units or more. All prices are quoted
/// ones, so a jump makes a bar that is taller.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceRange(i64);

impl PriceRange {
    pub(super) fn of_points(points: NonZeroU32, side: Side) -> Self {
        Self(i64::from(points.get()) * side.units_per_point())
    }
}

impl BarRule for PriceRange {
    #[inline]
    fn completes(&mut self, _: &Tick, bar: &Bar) -> bool {
        bar.high - bar.low >= self.0
    }
}
