//! Many timeframes in one pass, each with its bar in progress readable after every tick.

use tickloom_model::{Bar, Bars, Side, Ticks, Timeframe, UnixNanos};

use crate::{Quotes, accumulator::Accumulator};

/// Bars of many timeframes of one side, kept tick by tick.
///
/// A tick touches only the timeframes that no other of them divides. Every other timeframe takes the completed bars
/// of the longest one that divides it (1m → 5m → 15m → … → 1d → 1w, 1d → 1mo), and its bar in progress is what it
/// has taken so far together with the bars in progress below it.
///
/// Completed bars are kept until [taken](Self::take_completed). Timeframes keep the order in which they were given;
/// one that is given twice is kept twice.
///
/// ```
/// use tickloom_bars::MultiTimeframe;
/// use tickloom_model::{Side, Timeframe, UnixNanos};
///
/// let mut timeframes = MultiTimeframe::new(Side::Bid, &Timeframe::STANDARD);
/// timeframes.on_tick(UnixNanos::new(0), 114_352, 1.5);
/// timeframes.on_tick(UnixNanos::new(60_000_000_000), 114_360, 0.75);
/// assert_eq!(timeframes.take_completed(0).close, [114_352]);
/// assert_eq!(timeframes.forming(1).map(|bar| (bar.close, bar.ticks)), Some((114_360, 2)));
/// ```
#[derive(Debug, Clone)]
pub struct MultiTimeframe {
    side: Side,
    timeframes: Vec<Timeframe>,
    levels: Vec<Level>,
    /// The levels that take ticks.
    roots: Vec<usize>,
    /// Every level, each after the one it takes its bars from.
    order: Vec<usize>,
}

#[derive(Debug, Clone)]
struct Level {
    accumulator: Accumulator,
    source: Option<usize>,
    feeds: Vec<usize>,
}

impl MultiTimeframe {
    /// The state of these timeframes before the first tick.
    #[must_use]
    pub fn new(side: Side, timeframes: &[Timeframe]) -> Self {
        let sources: Vec<_> = (0..timeframes.len()).map(|index| source_of(timeframes, index)).collect();
        let fed_by = |source| (0..sources.len()).filter(|&index| sources[index] == source).collect();
        let level = |index: usize| Level {
            accumulator: Accumulator::new(timeframes[index]),
            source: sources[index],
            feeds: fed_by(Some(index)),
        };
        Self {
            side,
            timeframes: timeframes.to_vec(),
            levels: (0..timeframes.len()).map(level).collect(),
            roots: fed_by(None),
            order: shortest_first(timeframes),
        }
    }

    /// The timeframes, in the order given: their positions are the indexes below.
    #[must_use]
    pub fn timeframes(&self) -> &[Timeframe] {
        &self.timeframes
    }

    /// Adds one tick: the side's price (half points for mid) and volume.
    #[inline]
    pub fn on_tick(&mut self, timestamp: UnixNanos, price: i64, volume: f64) {
        let (open, high, low, close) = (price, price, price, price);
        let tick = Bar { open_time: timestamp, open, high, low, close, volume, ticks: 1 };
        for position in 0..self.roots.len() {
            let root = self.roots[position];
            self.reach(root, timestamp.as_i64());
            self.levels[root].accumulator.add(&tick);
        }
    }

    /// Adds the side's part of many ticks; the same as one by one, and faster.
    ///
    /// # Panics
    /// If the columns of the side differ in length.
    pub fn push_ticks(&mut self, ticks: &Ticks) {
        for position in 0..self.roots.len() {
            let root = self.roots[position];
            let mut rest = Quotes::of(ticks, self.side);
            while let Some(time) = rest.first_time() {
                self.reach(root, time);
                rest = self.levels[root].accumulator.absorb(rest);
            }
        }
    }

    /// The bar in progress of the timeframe at a position. `None` before the first tick.
    ///
    /// # Panics
    /// If there are not that many timeframes.
    #[must_use]
    pub fn forming(&self, index: usize) -> Option<Bar> {
        let level = &self.levels[index];
        level.accumulator.forming(level.source.and_then(|source| self.forming(source)))
    }

    /// Replaces `bars` by the bars in progress of all timeframes, in their order: faster than one by one. None
    /// before the first tick.
    pub fn forming_all(&self, bars: &mut Vec<Bar>) {
        bars.clear();
        let Some(first) = self.roots.first().and_then(|&root| self.forming(root)) else { return };
        bars.resize(self.levels.len(), first);
        for &index in &self.order {
            let level = &self.levels[index];
            let below = level.source.map(|source| bars[source]);
            level.accumulator.forming(below).into_iter().for_each(|bar| bars[index] = bar);
        }
    }

    /// The bars of the timeframe at a position that were completed since this was last asked, oldest first.
    ///
    /// # Panics
    /// If there are not that many timeframes.
    pub fn take_completed(&mut self, index: usize) -> Bars {
        self.levels[index].accumulator.take_completed()
    }

    /// The bars not taken yet of every timeframe, oldest first; the last of each is the one in progress.
    #[must_use]
    pub fn finish(mut self) -> Vec<Bars> {
        (0..self.levels.len())
            .map(|index| {
                let mut bars = self.take_completed(index);
                self.forming(index).into_iter().for_each(|bar| bars.push(bar));
                bars
            })
            .collect()
    }

    #[inline]
    fn reach(&mut self, index: usize, timestamp: i64) {
        if !self.levels[index].accumulator.covers(timestamp) {
            self.begin(index, timestamp);
        }
    }

    /// Starts a new period and hands the completed bar on. No period ends inside a shorter one that divides it, so
    /// looking further up only from here misses none.
    fn begin(&mut self, index: usize, timestamp: i64) {
        let completed = self.levels[index].accumulator.begin(timestamp);
        for position in 0..self.levels[index].feeds.len() {
            let feed = self.levels[index].feeds[position];
            completed.into_iter().for_each(|bar| self.levels[feed].accumulator.add(&bar));
            self.reach(feed, timestamp);
        }
    }
}

/// The longest of the timeframes that divides the one at a position; of two equal ones the second takes from the first.
fn source_of(timeframes: &[Timeframe], index: usize) -> Option<usize> {
    let feeds = |&other: &usize| {
        let is_other = timeframes[other] != timeframes[index] || other < index;
        is_other && timeframes[other].divides(timeframes[index])
    };
    (0..timeframes.len()).filter(feeds).max_by_key(|&other| timeframes[other].max_length())
}

/// Positions such that each comes after its source: sources are shorter, or equal and, the sort being stable, first.
fn shortest_first(timeframes: &[Timeframe]) -> Vec<usize> {
    let mut order: Vec<_> = (0..timeframes.len()).collect();
    order.sort_by_key(|&index| timeframes[index].max_length());
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timeframes(names: &[&str]) -> Vec<Timeframe> {
        names.iter().map(|name| name.parse().unwrap()).collect()
    }

    #[test]
    fn each_timeframe_takes_from_the_longest_that_divides_it() {
        let cases: [(&[&str], &[Option<usize>]); 4] = [
            (
                &["1m", "5m", "15m", "30m", "1h", "4h", "1d", "1w", "1mo"],
                &[None, Some(0), Some(1), Some(2), Some(3), Some(4), Some(5), Some(6), Some(6)],
            ),
            (&["1mo", "1h", "7m", "1m"], &[Some(1), Some(3), Some(3), None]),
            (&["7d", "1w", "31d", "1mo"], &[None, None, None, None]),
            (&["1m", "1m", "1m"], &[None, Some(0), Some(1)]),
        ];
        for (names, sources) in cases {
            let timeframes = timeframes(names);
            let found: Vec<_> = (0..names.len()).map(|index| source_of(&timeframes, index)).collect();
            assert_eq!(found, sources, "{names:?}");
        }
    }
}
