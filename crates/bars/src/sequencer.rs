//! Ticks that arrive late put back in order, within a window of time, in bounded memory.

use std::{cmp::Reverse, collections::BinaryHeap};

use tickloom_model::{Tick, UnixNanos};

/// Puts ticks in order of (time, arrival).
///
/// The *watermark* is the latest time seen less the lateness that is allowed. Ticks are held until it has reached
/// them, and handed on oldest first. A tick older than the watermark comes too late: it is dropped and counted. If
/// more ticks are held than there is room for, the oldest goes on early and takes the watermark with it.
///
/// Without lateness nothing is held: a tick goes on at once, or is dropped because it is older than the latest.
///
/// ```
/// use tickloom_bars::Sequencer;
/// use tickloom_model::{Tick, UnixNanos};
///
/// let tick = |time| Tick { timestamp: UnixNanos::new(time), bid: 1, ask: 2, bid_volume: 1.0, ask_volume: 1.0 };
/// let mut sequencer = Sequencer::new(10, 1_000);
/// assert!([100, 95, 107].into_iter().all(|time| sequencer.push(&tick(time))));
/// assert_eq!(sequencer.pop(), Some(tick(95)));
/// assert_eq!(sequencer.pop(), None); // 100 may still be preceded by 97
/// assert!(!sequencer.push(&tick(96)));
/// assert_eq!((sequencer.dropped(), sequencer.held()), (1, 2));
/// ```
#[derive(Debug, Clone)]
pub struct Sequencer {
    lateness: i64,
    capacity: usize,
    latest: i64,
    watermark: i64,
    arrivals: u64,
    dropped: u64,
    held: BinaryHeap<Reverse<Held>>,
}

/// What a sequencer has to remember.
#[derive(Debug)]
pub(crate) struct SequencerProgress {
    pub(crate) latest: i64,
    pub(crate) watermark: i64,
    pub(crate) arrivals: u64,
    pub(crate) dropped: u64,
    /// In order of time and arrival.
    pub(crate) held: Vec<Held>,
}

/// A tick that waits, ordered by time and arrival alone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held {
    pub(crate) tick: Tick,
    pub(crate) arrival: u64,
}

impl Sequencer {
    /// One that has seen nothing, of so many nanoseconds of lateness (none if negative) and room for so many ticks.
    ///
    /// All its memory is taken now: none without lateness.
    #[must_use]
    pub fn new(lateness: i64, capacity: usize) -> Self {
        let lateness = lateness.max(0);
        let capacity = capacity.max(1);
        let held = BinaryHeap::with_capacity(room(lateness, capacity));
        Self { lateness, capacity, latest: i64::MIN, watermark: i64::MIN, arrivals: 0, dropped: 0, held }
    }

    /// The bytes that one of so much lateness and room takes.
    pub(crate) const fn memory(lateness: i64, capacity: usize) -> u64 {
        (room(lateness, capacity) * size_of::<Held>()) as u64
    }

    /// Takes a tick; `false` if it came too late, and was dropped and counted.
    pub fn push(&mut self, tick: &Tick) -> bool {
        let time = tick.timestamp.as_i64();
        if time < self.watermark {
            self.dropped += 1;
            return false;
        }
        self.held.push(Reverse(Held { tick: *tick, arrival: self.arrivals }));
        self.arrivals += 1;
        self.reach(time);
        if self.held.len() > self.capacity {
            let oldest = self.held.peek().map_or(self.watermark, |held| held.0.time());
            self.watermark = self.watermark.max(oldest);
        }
        true
    }

    /// The next tick in order, if the watermark has reached it.
    pub fn pop(&mut self) -> Option<Tick> {
        let is_due = self.held.peek()?.0.time() <= self.watermark;
        if is_due { self.held.pop().map(|held| held.0.tick) } else { None }
    }

    /// Whether a tick of that time may go on without being held, which then counts as done; one that comes too late
    /// without lateness is dropped and counted.
    #[inline]
    pub(crate) fn passes(&mut self, time: i64) -> bool {
        let passes = time >= self.latest;
        if passes {
            (self.latest, self.watermark) = (time, time);
        } else {
            self.dropped += 1;
        }
        passes
    }

    /// Whether ticks are held at all.
    #[inline]
    pub(crate) const fn holds(&self) -> bool {
        self.lateness > 0
    }

    /// Lets the clock move without a tick: it is at least `time` now.
    pub fn advance(&mut self, time: UnixNanos) {
        self.reach(time.as_i64());
    }

    /// Lets all ticks go that are held: none older than the latest time will come.
    pub fn release(&mut self) {
        self.watermark = self.latest;
    }

    /// All ticks before it are known and no other will be: the moment as of which everything is told.
    /// [`UnixNanos::MIN`] before the first tick.
    #[must_use]
    pub const fn watermark(&self) -> UnixNanos {
        UnixNanos::new(self.watermark)
    }

    /// The latest time seen.
    #[must_use]
    pub const fn latest(&self) -> UnixNanos {
        UnixNanos::new(self.latest)
    }

    /// How many ticks came too late.
    #[must_use]
    pub const fn dropped(&self) -> u64 {
        self.dropped
    }

    /// How many ticks wait.
    #[must_use]
    pub fn held(&self) -> usize {
        self.held.len()
    }

    /// All that has to be remembered, the ticks in order.
    pub(crate) fn progress(&self) -> SequencerProgress {
        let mut held: Vec<Held> = self.held.iter().map(|held| held.0).collect();
        held.sort_unstable();
        let Self { latest, watermark, arrivals, dropped, .. } = *self;
        SequencerProgress { latest, watermark, arrivals, dropped, held }
    }

    /// Goes on from what was remembered, whatever was seen before; `None` if there is no room for the ticks.
    pub(crate) fn resume(&mut self, progress: SequencerProgress) -> Option<()> {
        let SequencerProgress { latest, watermark, arrivals, dropped, held } = progress;
        if held.len() > self.capacity || (self.lateness == 0 && !held.is_empty()) {
            return None;
        }
        self.held.clear();
        self.held.extend(held.into_iter().map(Reverse));
        (self.latest, self.watermark, self.arrivals, self.dropped) = (latest, watermark, arrivals, dropped);
        Some(())
    }

    fn reach(&mut self, time: i64) {
        self.latest = self.latest.max(time);
        self.watermark = self.watermark.max(self.latest.saturating_sub(self.lateness));
    }
}

/// A tick is put in before another is taken out.
const fn room(lateness: i64, capacity: usize) -> usize {
    if lateness > 0 { capacity + 1 } else { 0 }
}

impl Held {
    const fn time(&self) -> i64 {
        self.tick.timestamp.as_i64()
    }

    const fn order(&self) -> (i64, u64) {
        (self.time(), self.arrival)
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        self.order() == other.order()
    }
}

impl Eq for Held {}

impl PartialOrd for Held {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Held {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order().cmp(&other.order())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tick(time: i64, bid: i64) -> Tick {
        Tick { timestamp: UnixNanos::new(time), bid, ask: bid, bid_volume: 1.0, ask_volume: 1.0 }
    }

    /// Pushes ticks numbered from 0 and tells which came out after each, and which were dropped.
    fn played(sequencer: &mut Sequencer, times: &[i64]) -> (Vec<Vec<i64>>, Vec<i64>) {
        let mut dropped = Vec::new();
        let outputs = (0..).zip(times).map(|(number, &time)| {
            if !sequencer.push(&tick(time, number)) {
                dropped.push(number);
            }
            std::iter::from_fn(|| sequencer.pop()).map(|tick| tick.bid).collect()
        });
        (outputs.collect(), dropped)
    }

    #[test]
    fn without_lateness_ticks_go_on_at_once_and_older_ones_are_dropped() {
        let (outputs, dropped) = played(&mut Sequencer::new(0, 9), &[5, 5, 4, 6, 5]);
        assert_eq!(outputs, [vec![0], vec![1], vec![], vec![3], vec![]]);
        assert_eq!(dropped, [2, 4]);
    }

    #[test]
    fn late_ticks_come_out_in_order_of_time_and_arrival() {
        let times = [100, 90, 100, 95, 110, 99, 100, 120];
        let (outputs, dropped) = played(&mut Sequencer::new(10, 9), &times);
        // At 110 the watermark is 100: what is older is told, what comes later for 100 still is.
        assert_eq!(outputs, [vec![], vec![1], vec![], vec![], vec![3, 0, 2], vec![], vec![6], vec![4]]);
        assert_eq!(dropped, [5]);
    }

    #[test]
    fn a_full_one_sends_the_oldest_on_and_takes_nothing_older_after_it() {
        let mut sequencer = Sequencer::new(1_000, 2);
        let (outputs, dropped) = played(&mut sequencer, &[10, 20, 30, 9, 10, 15]);
        assert_eq!(outputs, [vec![], vec![], vec![0], vec![], vec![4], vec![5]]);
        assert_eq!((dropped, sequencer.held(), sequencer.watermark()), (vec![3], 2, UnixNanos::new(15)));
    }

    #[test]
    fn a_clock_that_moves_lets_ticks_go() {
        let mut sequencer = Sequencer::new(10, 9);
        assert!(sequencer.push(&tick(100, 0)));
        sequencer.advance(UnixNanos::new(110));
        assert_eq!(sequencer.pop(), Some(tick(100, 0)));
        sequencer.advance(UnixNanos::new(50));
        assert_eq!(sequencer.watermark(), UnixNanos::new(100));
    }

    #[test]
    fn the_ends_of_time_are_times() {
        let mut sequencer = Sequencer::new(10, 9);
        let (outputs, dropped) = played(&mut sequencer, &[i64::MIN, i64::MAX, i64::MAX - 10, i64::MAX - 11]);
        assert_eq!((outputs, dropped), (vec![vec![0], vec![], vec![2], vec![]], vec![3]));
    }
}
