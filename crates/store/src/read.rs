//! Ticks of a time range, read from the partitions, and what is stored of each symbol.

use rayon::prelude::*;
use tickloom_model::{Digits, InstrumentKind, Symbol, Ticks, TimeRange, UnixNanos, UtcDay};

use crate::{
    ContentHash, PartitionInfo, PartitionKey, SourceRecord, Store, StoreError,
    partition::{Columns, PartitionFile},
};

/// Ticks of one symbol, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct TickTable {
    /// Decimals of the prices.
    pub digits: Digits,
    /// The ticks, one piece for each UTC day that has any.
    pub days: Vec<Ticks>,
}

/// A symbol that has ticks, and what is stored of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredInstrument {
    /// The symbol.
    pub symbol: Symbol,
    /// Decimals of its price.
    pub digits: Digits,
    /// Its market.
    pub kind: InstrumentKind,
    /// How many ticks.
    pub ticks: u64,
    /// On how many UTC days.
    pub days: u64,
    /// The first tick's time.
    pub first: UnixNanos,
    /// The last tick's time.
    pub last: UnixNanos,
    /// Size of its files.
    pub bytes: u64,
    /// Hash over all its ticks: equal hashes mean equal ticks.
    pub content_hash: ContentHash,
}

impl Store {
    /// Every symbol that has ticks, by name.
    ///
    /// # Errors
    /// A failure of the catalogue.
    pub fn instruments(&self) -> Result<Vec<StoredInstrument>, StoreError> {
        let partitions: Vec<PartitionInfo> = self.index().values().cloned().collect();
        partitions
            .chunk_by(|left, right| left.key.symbol == right.key.symbol)
            .map(|days| self.summarise(days))
            .collect()
    }

    /// Ticks whose time lies in a range.
    ///
    /// # Errors
    /// [`StoreError::SymbolUnknown`] if nothing was imported for the symbol, [`StoreError::PartitionDamaged`].
    pub fn ticks(&self, symbol: &Symbol, range: TimeRange) -> Result<TickTable, StoreError> {
        let digits = self.known_digits(symbol)?;
        let days = self.days(symbol, range);
        let pieces: Vec<Ticks> = days
            .par_iter()
            .map(|key| Ok(within(self.read(key, Columns::ALL)?, range)))
            .collect::<Result<_, StoreError>>()?;
        Ok(TickTable { digits, days: pieces.into_iter().filter(|piece| !piece.is_empty()).collect() })
    }

    /// The UTC days of a range that hold ticks, oldest first.
    ///
    /// # Errors
    /// [`StoreError::SymbolUnknown`] if nothing was imported for the symbol.
    pub fn days_with_ticks(&self, symbol: &Symbol, range: TimeRange) -> Result<Vec<UtcDay>, StoreError> {
        self.known_digits(symbol)?;
        Ok(self.days(symbol, range).into_iter().map(|key| key.day).collect())
    }

    /// Where the ticks of a partition came from, in the order in which they came.
    ///
    /// # Errors
    /// [`StoreError::Io`] if there is no such partition, [`StoreError::PartitionDamaged`].
    pub fn sources(&self, key: &PartitionKey) -> Result<Vec<SourceRecord>, StoreError> {
        let file = PartitionFile::open(&self.inner.home().partition(key))?;
        Ok(file.metadata().sources.clone())
    }

    fn summarise(&self, days: &[PartitionInfo]) -> Result<StoredInstrument, StoreError> {
        let (first, last) = (&days[0], &days[days.len() - 1]);
        let symbol = first.key.symbol.clone();
        let kind = self.instrument(&symbol)?.map_or(InstrumentKind::Other, |instrument| instrument.kind);
        let hashes = days.iter().map(|day| (day.key.day.days_since_epoch(), &day.content_hash));
        Ok(StoredInstrument {
            digits: first.digits,
            kind,
            ticks: days.iter().map(|day| day.ticks).sum(),
            days: days.len() as u64,
            first: first.first,
            last: last.last,
            bytes: days.iter().map(|day| day.file_bytes).sum(),
            content_hash: ContentHash::of_days(hashes),
            symbol,
        })
    }

    pub(crate) fn known_digits(&self, symbol: &Symbol) -> Result<Digits, StoreError> {
        self.stored_digits(symbol).ok_or_else(|| {
            let index = self.index();
            let mut known: Vec<&str> = index.keys().map(|key| key.symbol.as_str()).collect();
            known.dedup();
            let known = if known.is_empty() { "none".into() } else { known.join(" ") };
            StoreError::SymbolUnknown { symbol: symbol.clone(), known }
        })
    }

    fn days(&self, symbol: &Symbol, range: TimeRange) -> Vec<PartitionKey> {
        self.partitions_of(symbol, range).into_iter().map(|partition| partition.key).collect()
    }

    /// What is known of the stored days that touch a range, oldest first.
    pub(crate) fn partitions_of(&self, symbol: &Symbol, range: TimeRange) -> Vec<PartitionInfo> {
        if range.end <= range.start {
            return Vec::new();
        }
        let key = |time| PartitionKey { symbol: symbol.clone(), day: UtcDay::of(time) };
        let keys = key(range.start)..=key(range.last_moment());
        self.index().range(keys).map(|(_, partition)| partition.clone()).collect()
    }

    /// The last stored day that holds a tick before a moment.
    pub(crate) fn last_partition_before(&self, symbol: &Symbol, moment: UnixNanos) -> Option<PartitionInfo> {
        let key = |time| PartitionKey { symbol: symbol.clone(), day: UtcDay::of(time) };
        let index = self.index();
        let mut partitions = index.range(key(UnixNanos::MIN)..=key(moment)).rev();
        partitions.find(|(_, partition)| partition.first < moment).map(|(_, partition)| partition.clone())
    }

    /// The time of a symbol's last tick; the earliest of all times if it has none.
    pub(crate) fn last_tick(&self, symbol: &Symbol) -> UnixNanos {
        let key = |time| PartitionKey { symbol: symbol.clone(), day: UtcDay::of(time) };
        let index = self.index();
        let mut partitions = index.range(key(UnixNanos::MIN)..=key(UnixNanos::MAX));
        partitions.next_back().map_or(UnixNanos::MIN, |(_, partition)| partition.last)
    }

    pub(crate) fn read(&self, key: &PartitionKey, columns: Columns) -> Result<Ticks, StoreError> {
        let path = self.inner.home().partition(key);
        PartitionFile::open(&path)?.ticks(&path, columns)
    }
}

fn within(ticks: Ticks, range: TimeRange) -> Ticks {
    let start = ticks.timestamp.partition_point(|&time| time < range.start.as_i64());
    let end = ticks.timestamp.partition_point(|&time| time < range.end.as_i64());
    if (start, end) == (0, ticks.len()) {
        return ticks;
    }
    let mut piece = Ticks::with_capacity(end - start);
    piece.extend_from(&ticks, start..end);
    piece
}
