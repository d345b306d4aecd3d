//! Bars of so many ticks.

use std::num::NonZeroU32;

use tickloom_model::{Bar, Tick};

use super::BarRule;

/// Completed by the tick that makes so many.
#[derive(Debug, Clone, PartialEq)]
pub struct TickCount(pub(super) NonZeroU32);

impl BarRule for TickCount {
    #[inline]
    fn completes(&mut self, _: &Tick, bar: &Bar) -> bool {
        bar.ticks >= self.0.get()
    }
}
