//! A mark as a place that people can read.

use tickloom_model::{Digits, Ticks, points_to_f64};

use super::Mark;
use crate::{FindingCode, Place};

impl Mark {
    /// The place of this mark in the ticks it was made on, without source, line and byte.
    ///
    /// # Panics
    /// If `ticks` has not that many ticks.
    #[must_use]
    pub fn place(self, ticks: &Ticks, digits: Digits) -> Place {
        let tick = ticks.get(self.index);
        let what = self.what(ticks, digits);
        Place { source: None, line: None, byte: None, time: tick.timestamp, what }
    }

    fn what(self, ticks: &Ticks, digits: Digits) -> String {
        let tick = ticks.get(self.index);
        let price = |points| {
            format!("{:.*}", usize::from(digits.get()), points_to_f64(points, digits.points_per_unit()))
        };
        let (bid, ask) = (price(tick.bid), price(tick.ask));
        match self.code {
            FindingCode::Crossed => format!("ask {ask} is below bid {bid}"),
            _ => format!("bid {bid}, ask {ask}"),
        }
    }
}
