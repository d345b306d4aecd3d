//! What a replay will play: which days of which symbols, as they were stored when it was opened.

use std::collections::BTreeMap;

use tickloom_model::{Digits, Symbol, TimeRange, UnixNanos, UtcDay};
use tickloom_store::{ContentHash, PartitionInfo, Store};

use crate::{ReplayError, error::listed};

/// The days of some symbols.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) symbols: Vec<Symbol>,
    pub(crate) digits: Vec<Digits>,
    pub(crate) days: Vec<PlannedDay>,
    /// Ticks outside are not played.
    pub(crate) range: TimeRange,
    /// What the clock shows at first, and at last.
    pub(crate) clock: (UnixNanos, UnixNanos),
    /// How many ticks lie in the range.
    pub(crate) ticks: u64,
}

/// A UTC day on which there are ticks.
#[derive(Debug)]
pub(crate) struct PlannedDay {
    pub(crate) day: UtcDay,
    /// In the order of symbols.
    pub(crate) parts: Vec<PlannedPart>,
}

/// What a symbol has of a day.
#[derive(Debug)]
pub(crate) struct PlannedPart {
    pub(crate) symbol: usize,
    pub(crate) content_hash: ContentHash,
}

impl Plan {
    /// Looks up what is stored of the symbols in a range; of files, only those that reach over its ends are read.
    pub(crate) fn new(store: &Store, symbols: &[Symbol], range: TimeRange) -> Result<Self, ReplayError> {
        let (mut digits, mut ticks, mut ends) = (Vec::new(), 0, Vec::new());
        let mut days: BTreeMap<UtcDay, Vec<PlannedPart>> = BTreeMap::new();
        for (index, symbol) in symbols.iter().enumerate() {
            let partitions = store.partitions(symbol, range)?;
            ticks += count(store, &partitions, range)?;
            digits.extend(store.stored_digits(symbol));
            ends.extend(partitions.first().map(|first| first.first));
            ends.extend(partitions.last().map(|last| last.last));
            for partition in partitions {
                let part = PlannedPart { symbol: index, content_hash: partition.content_hash };
                days.entry(partition.key.day).or_default().push(part);
            }
        }
        let days = days.into_iter().map(|(day, parts)| PlannedDay { day, parts }).collect();
        Ok(Self { symbols: symbols.to_vec(), digits, days, range, clock: clock(range, &ends), ticks })
    }

    /// Refuses to play nothing.
    pub(crate) fn check_ticks(&self) -> Result<(), ReplayError> {
        let TimeRange { start, end } = self.range;
        let (symbols, start, end) = (listed(&self.symbols), start.to_string(), end.to_string());
        if self.ticks == 0 { Err(ReplayError::NoTicks { symbols, start, end }) } else { Ok(()) }
    }
}

/// An open range starts with its first tick and ends with its last.
fn clock(range: TimeRange, ends: &[UnixNanos]) -> (UnixNanos, UnixNanos) {
    let first = ends.iter().min().copied().filter(|_| range.start == UnixNanos::MIN);
    let last = ends.iter().max().copied().filter(|_| range.end == UnixNanos::MAX);
    (first.unwrap_or(range.start), last.unwrap_or(range.end))
}

fn count(store: &Store, partitions: &[PartitionInfo], range: TimeRange) -> Result<u64, ReplayError> {
    let is_inside =
        |partition: &PartitionInfo| range.contains(partition.first) && range.contains(partition.last);
    let mut ticks = 0;
    for partition in partitions {
        if is_inside(partition) {
            ticks += partition.ticks;
            continue;
        }
        let day = partition.key.day.range();
        let part = TimeRange { start: range.start.max(day.start), end: range.end.min(day.end) };
        store.visit_times(&partition.key.symbol, part, |times| {
            ticks += times.len() as u64;
            Ok(())
        })?;
    }
    Ok(ticks)
}
