//! Stores of ticks like the market's, with gaps planted in them.

#![allow(dead_code, reason = "not every suite needs all of it")]

use tickloom_bars::calendar::Calendar;
use tickloom_model::{Digits, InstrumentKind, Symbol, Ticks, TimeRange, UnixNanos, UtcDay};
use tickloom_store::{PartitionKey, SourceRecord, Store};
use tickloom_synthetic::Generator;

pub fn symbol() -> Symbol {
    "EURUSD".parse().unwrap()
}

pub fn time(text: &str) -> UnixNanos {
    text.parse().unwrap()
}

pub fn range(start: &str, end: &str) -> TimeRange {
    TimeRange::new(time(start), time(end)).unwrap()
}

pub fn fx() -> Calendar {
    Calendar::of(InstrumentKind::Fx).unwrap()
}

/// Every tenth tick of the market's open time in a range, without those in any planted gap. Ticks on the edges of gaps make these
/// begin and end at known moments.
pub fn market(within: TimeRange, planted: &[TimeRange]) -> Vec<(UtcDay, Ticks)> {
    let generator = Generator::new(11);
    let mut walk = fx().walk();
    let mut day = UtcDay::of(within.start);
    let mut days = Vec::new();
    while day.start() < within.end {
        let kept = |time: UnixNanos, open: bool| {
            open && within.contains(time)
                && !planted.iter().any(|gap| gap.contains(time) && gap.start != time)
        };
        let all = generator.day(day);
        let ticks: Ticks = all
            .iter()
            .step_by(10)
            .filter(|tick| kept(tick.timestamp, walk.is_open(tick.timestamp)))
            .collect();
        days.push((day, ticks));
        day = day.next();
    }
    days
}

pub fn store_of(folder: &std::path::Path, days: Vec<(UtcDay, Ticks)>) -> Store {
    let store = Store::open(folder).unwrap();
    for (day, ticks) in days.into_iter().filter(|(_, ticks)| !ticks.is_empty()) {
        put(&store, day, ticks, &[]);
    }
    store
}

pub fn put(store: &Store, day: UtcDay, ticks: Ticks, sources: &[SourceRecord]) {
    let key = PartitionKey { symbol: symbol(), day };
    let staged = store.stage(key, Digits::new(5).unwrap(), vec![ticks], sources).unwrap();
    let committed = store.commit(staged).unwrap();
    store.record(committed.partition.as_slice()).unwrap();
}
