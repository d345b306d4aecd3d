//! Several series of bars side by side, as they were known at the moments of one of them.

use tickloom_model::{Bar, BarKind, Side, Ticks, UnixNanos};

use crate::{Aggregator, BarAggregator, Days};

/// For each moment the position of the last bar that was known then; none before the first. Both columns are UTC
/// nanoseconds and ascend.
///
/// Joined by when they were *known*, not by when they opened: a bar that is still being made tells nothing.
///
/// ```
/// let (hours, minutes) = ([60, 120], [58, 59, 60, 61]);
/// assert_eq!(tickloom_bars::last_known(&hours, &minutes), [None, None, Some(0), Some(0)]);
/// ```
#[must_use]
pub fn last_known(available_at: &[i64], moments: &[i64]) -> Vec<Option<usize>> {
    let mut known = 0;
    let last = |&moment: &i64| {
        known += available_at[known..].iter().take_while(|&&available_at| available_at <= moment).count();
        known.checked_sub(1)
    };
    moments.iter().map(last).collect()
}

/// The bar in progress at each of several moments, made of the ticks up to it.
#[derive(Debug, Clone)]
pub struct FormingAt<'moments> {
    aggregator: BarAggregator,
    /// Those not reached yet, UTC nanoseconds, ascending.
    moments: &'moments [i64],
    found: Vec<Option<Bar>>,
}

impl<'moments> FormingAt<'moments> {
    /// Before the first tick. The moments are UTC nanoseconds and ascend.
    #[must_use]
    pub fn new(kind: BarKind, side: Side, days: &Days, moments: &'moments [i64]) -> Self {
        let found = Vec::with_capacity(moments.len());
        Self { aggregator: BarAggregator::new(kind, side, days), moments, found }
    }

    /// Adds ticks that follow what was added before.
    pub fn push_ticks(&mut self, ticks: &Ticks) {
        for tick in ticks.iter() {
            self.reach(|moment| moment < tick.timestamp.as_i64());
            self.aggregator.on_tick(&tick, &mut |_| {});
        }
    }

    /// The bar in progress at every moment, in their order; none where the last was complete.
    #[must_use]
    pub fn finish(mut self) -> Vec<Option<Bar>> {
        self.reach(|_| true);
        self.found
    }

    /// Looks at the bar at the next moments as long as they are over.
    #[inline]
    fn reach(&mut self, is_over: impl Fn(i64) -> bool) {
        while let Some((&moment, later)) = self.moments.split_first()
            && is_over(moment)
        {
            self.aggregator.on_time(UnixNanos::new(moment), &mut |_| {});
            self.found.push(self.aggregator.forming());
            self.moments = later;
        }
    }
}

#[cfg(test)]
mod tests {
    use tickloom_model::Tick;

    use super::*;

    fn ticks(rows: &[(i64, i64)]) -> Ticks {
        let tick = |&(second, bid)| Tick {
            timestamp: UnixNanos::new(second * 1_000_000_000),
            bid,
            ask: bid + 1,
            bid_volume: 1.0,
            ask_volume: 1.0,
        };
        rows.iter().map(tick).collect()
    }

    #[test]
    fn a_bar_is_known_from_its_moment_on() {
        let assert_known = |available_at: &[i64], moments: &[i64], expected: &[Option<usize>]| {
            assert_eq!(last_known(available_at, moments), expected, "{available_at:?} {moments:?}");
        };
        assert_known(&[], &[1, 2], &[None, None]);
        assert_known(&[1], &[], &[]);
        assert_known(&[5, 5, 5], &[4, 5, 6], &[None, Some(2), Some(2)]);
        assert_known(&[1, 4], &[1, 1, 3, 4], &[Some(0), Some(0), Some(0), Some(1)]);
        assert_known(&[i64::MIN, i64::MAX], &[i64::MIN, 0, i64::MAX], &[Some(0), Some(0), Some(1)]);
    }

    #[test]
    fn a_bar_in_progress_holds_the_ticks_up_to_each_moment() {
        let moments = [-1, 0, 59, 60, 60, 61, 120, 200].map(|second| second * 1_000_000_000);
        let mut minutes =
            FormingAt::new(BarKind::Time(tickloom_model::Timeframe::M1), Side::Bid, &Days::Utc, &moments);
        for piece in [&[(0, 10), (30, 11)][..], &[(60, 12)], &[(61, 13), (150, 14)]] {
            minutes.push_ticks(&ticks(piece));
        }
        let found: Vec<_> =
            minutes.finish().iter().map(|bar| bar.map(|bar| (bar.open, bar.close, bar.ticks))).collect();
        let expected = [
            None,
            Some((10, 10, 1)),
            Some((10, 11, 2)),
            Some((12, 12, 1)),
            Some((12, 12, 1)),
            Some((12, 13, 2)),
            None,
            None,
        ];
        assert_eq!(found, expected);
    }
}
