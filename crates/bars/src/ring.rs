//! The last bars of one timeframe, in memory that is taken once.

use crate::CompletedBar;

/// A ring buffer of completed bars: it keeps the last `capacity` and forgets the oldest.
///
/// All its memory is taken when it is made; writing takes none.
#[derive(Debug, Clone)]
pub struct BarRing {
    bars: Vec<CompletedBar>,
    capacity: usize,
    /// Where the oldest stands, and the next goes once the ring is full.
    oldest: usize,
    written: u64,
}

impl BarRing {
    /// An empty ring of that many bars; of one if that is 0.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        let capacity = capacity.max(1);
        Self { bars: Vec::with_capacity(capacity), capacity, oldest: 0, written: 0 }
    }

    /// How many bars it keeps.
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.capacity
    }

    /// How many bars it holds now.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bars.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bars.is_empty()
    }

    /// How many bars were ever written, those forgotten too.
    #[must_use]
    pub const fn written(&self) -> u64 {
        self.written
    }

    /// Adds a bar, in the place of the oldest if the ring is full.
    pub fn write(&mut self, bar: CompletedBar) {
        self.written += 1;
        if self.bars.len() < self.capacity {
            self.bars.push(bar);
        } else {
            self.bars[self.oldest] = bar;
            self.oldest = (self.oldest + 1) % self.capacity;
        }
    }

    /// The oldest bar that is still held.
    #[must_use]
    pub fn oldest(&self) -> Option<&CompletedBar> {
        self.bars.get(self.oldest)
    }

    /// The bar that was written last.
    #[must_use]
    pub fn newest(&self) -> Option<&CompletedBar> {
        let (older, newer) = self.slices();
        newer.last().or(older.last())
    }

    /// All bars held, oldest first, as two slices that follow each other; the second may be empty.
    #[must_use]
    pub fn slices(&self) -> (&[CompletedBar], &[CompletedBar]) {
        let (newer, older) = self.bars.split_at(self.oldest);
        (older, newer)
    }

    /// The last `count` bars, or as many as are held, oldest first, as two slices that follow each other.
    #[must_use]
    pub fn recent(&self, count: usize) -> (&[CompletedBar], &[CompletedBar]) {
        let (older, newer) = self.slices();
        let from_newer = count.min(newer.len());
        let from_older = (count - from_newer).min(older.len());
        (&older[older.len() - from_older..], &newer[newer.len() - from_newer..])
    }

    /// All bars held, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &CompletedBar> {
        let (older, newer) = self.slices();
        older.iter().chain(newer)
    }

    /// Says that what was written into an empty ring are the last `count` of so many; `None` if that cannot be.
    pub(crate) fn resume(&mut self, written: u64, count: usize) -> Option<()> {
        let can_be = self.len() == count
            && (count as u64 == written || count == self.capacity)
            && count as u64 <= written;
        self.written = written;
        can_be.then_some(())
    }
}

#[cfg(test)]
mod tests {
    use tickloom_model::{Bar, Spread, UnixNanos};

    use super::*;

    fn bar(number: i64) -> CompletedBar {
        let time = UnixNanos::new(number);
        let (open, high, low, close) = (number, number, number, number);
        let spread = Spread::default();
        let bar = Bar { open_time: time, open, high, low, close, volume: 0.0, ticks: 1, spread };
        CompletedBar { bar, available_at: time }
    }

    fn numbers<'a>(bars: impl IntoIterator<Item = &'a CompletedBar>) -> Vec<i64> {
        bars.into_iter().map(|bar| bar.bar.open).collect()
    }

    #[test]
    fn it_holds_the_last_bars_in_order_however_many_were_written() {
        for capacity in 1..6 {
            let mut ring = BarRing::new(capacity);
            for written in 0_i64..20 {
                let held: Vec<_> = ((written - capacity as i64).max(0)..written).collect();
                assert_eq!(numbers(ring.iter()), held, "{written} in {capacity}");
                assert_eq!(ring.oldest().map(|bar| bar.bar.open), held.first().copied());
                assert_eq!(ring.newest().map(|bar| bar.bar.open), held.last().copied());
                assert_eq!((ring.len(), ring.written()), (held.len(), written as u64));
                ring.write(bar(written));
            }
        }
    }

    #[test]
    fn recent_bars_end_with_the_newest() {
        let mut ring = BarRing::new(4);
        (0..6).for_each(|number| ring.write(bar(number)));
        for count in 0..7 {
            let (older, newer) = ring.recent(count);
            let expected: Vec<_> = (6 - count.min(4) as i64..6).collect();
            assert_eq!(numbers(older.iter().chain(newer)), expected, "{count}");
        }
    }

    #[test]
    fn a_ring_of_none_keeps_one() {
        assert_eq!(BarRing::new(0).capacity(), 1);
    }
}
