//! A mark as a place that people can read.

use tickloom_model::{Digits, Ticks, UnixNanos, points_to_f64};

use super::{Mark, spikes, stale};
use crate::{FindingCode, Place};

impl Mark {
    /// The place of this mark in the ticks it was made on; source, line and byte are for those to add who know them.
    ///
    /// # Panics
    /// If `ticks` has not that many ticks.
    #[must_use]
    pub fn place(self, ticks: &Ticks, digits: Digits) -> Place {
        let time = UnixNanos::new(ticks.timestamp[self.index]);
        Place { source: None, line: None, byte: None, time, what: self.what(ticks, digits) }
    }

    fn what(self, ticks: &Ticks, digits: Digits) -> String {
        let tick = ticks.get(self.index);
        let before = self.index.checked_sub(1).map(|index| ticks.get(index));
        let (bid, ask) = (price(tick.bid, digits), price(tick.ask, digits));
        match (self.code, before) {
            (FindingCode::Crossed, _) => format!("ask {ask} is below bid {bid}"),
            (FindingCode::OutOfOrder, Some(before)) => format!("comes after {}", before.timestamp),
            (FindingCode::EqualTimes, Some(before)) => {
                let (bid_before, ask_before) = (price(before.bid, digits), price(before.ask, digits));
                format!("bid {bid}, ask {ask} at the same time as bid {bid_before}, ask {ask_before}")
            }
            (FindingCode::Spike, _) => {
                let (usual_bid, usual_ask) = spikes::around(ticks, self.index);
                let (usual_bid, usual_ask) = (price(usual_bid, digits), price(usual_ask, digits));
                format!("bid {bid}, ask {ask}; around it bid {usual_bid}, ask {usual_ask}")
            }
            (FindingCode::Stale, _) => {
                let end = stale::end_of_stretch(ticks, self.index);
                let last = UnixNanos::new(ticks.timestamp[end - 1]);
                format!("bid {bid}, ask {ask} in all {} ticks up to {last}", end - self.index)
            }
            (FindingCode::VolumeOdd, _) => {
                format!("volumes {} at the bid, {} at the ask", tick.bid_volume, tick.ask_volume)
            }
            _ => format!("bid {bid}, ask {ask}"),
        }
    }
}

fn price(points: i64, digits: Digits) -> String {
    format!("{:.*}", usize::from(digits.get()), points_to_f64(points, digits.points_per_unit()))
}
