//! What a new source's prices are held against: those stored, or imported just before, nearest in time.

use tickloom_model::{NANOS_PER_DAY, Symbol, Ticks, UnixNanos, UtcDay};
use tickloom_quality::checks::{SCALE_REACH_NANOS, Scale, median_bid, scale};
use tickloom_store::Store;

/// How many days away a reference may lie.
const REACH: u32 = (SCALE_REACH_NANOS / NANOS_PER_DAY) as u32;

/// A day and the median of its bids in points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Level {
    pub(crate) day: UtcDay,
    pub(crate) bid: i64,
}

/// Prices of other files, read from the store at most once a day and only where no source of this import is as near.
pub(crate) struct Reference<'import> {
    store: &'import Store,
    symbol: &'import Symbol,
    last_source: Option<Level>,
    stored: Option<Level>,
}

/// How a source is off, and against what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Off {
    pub(crate) scale: Scale,
    pub(crate) reference: Level,
}

impl std::fmt::Display for Off {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} near {}", self.scale, self.reference.day)
    }
}

impl<'import> Reference<'import> {
    pub(crate) const fn new(store: &'import Store, symbol: &'import Symbol) -> Self {
        Self { store, symbol, last_source: None, stored: None }
    }

    /// Whether the first ticks of a source are off by a power of ten; if not, they are a reference for the sources after it.
    pub(crate) fn check(&mut self, ticks: &Ticks) -> Option<Off> {
        let day = UtcDay::of(UnixNanos::new(*ticks.timestamp.first()?));
        let nearest = self.nearest(day);
        let off = nearest.and_then(|reference| {
            let scale = scale(reference.bid, ticks)?;
            Some(Off { scale, reference })
        });
        if off.is_none() {
            self.last_source = median_bid(ticks).map(|bid| Level { day, bid });
        }
        off
    }

    /// Ticks of the same day or the next are near enough not to ask the store.
    fn nearest(&mut self, day: UtcDay) -> Option<Level> {
        let distance = |other: UtcDay| other.days_since_epoch().abs_diff(day.days_since_epoch());
        let of_source = self.last_source.map_or(u32::MAX, |level| distance(level.day));
        let nearer = |stored: &UtcDay| distance(*stored) < of_source;
        let stored =
            if of_source > 1 { self.store.nearest_day(self.symbol, day).filter(nearer) } else { None };
        let level = stored.and_then(|stored| self.stored_level(stored)).or(self.last_source);
        level.filter(|level| distance(level.day) <= REACH)
    }

    /// A partition that cannot be read is no reference; the import will meet it, or not, by itself.
    fn stored_level(&mut self, day: UtcDay) -> Option<Level> {
        if self.stored.is_none_or(|stored| stored.day != day) {
            let ticks = self.store.ticks(self.symbol, day.range()).ok()?.days.pop()?;
            self.stored = median_bid(&ticks).map(|bid| Level { day, bid });
        }
        self.stored
    }
}
