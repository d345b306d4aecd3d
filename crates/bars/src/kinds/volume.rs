//! Bars of so much volume.

use std::num::NonZeroU32;

use tickloom_model::{Bar, Tick};

use super::BarRule;

/// Completed by the tick that brings the side's volume to so much or more; a tick is not split.
#[derive(Debug, Clone, PartialEq)]
pub struct VolumeSum(pub(super) NonZeroU32);

impl BarRule for VolumeSum {
    #[inline]
    fn completes(&mut self, _: &Tick, bar: &Bar) -> bool {
        bar.volume >= f64::from(self.0.get())
    }
}
