//! Ticks and bars of a time range, read from the partitions.

use rayon::prelude::*;
use tickloom_bars::{BarBuilder, build};
use tickloom_model::{
    Bars, Digits, InstrumentKind, Side, Symbol, Ticks, TimeRange, Timeframe, UnixNanos, UtcDay,
};

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

/// Bars of one symbol, timeframe and side, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct BarTable {
    /// Decimals of a point.
    pub digits: Digits,
    /// Which side; it tells the unit of the prices.
    pub side: Side,
    /// The bars.
    pub bars: Bars,
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

/// Partitions that are decoded at once: bounds what is in memory beside the result.
const DAYS_AT_ONCE: usize = 16;

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

    /// Bars whose open time lies in a range, each made of all its stored ticks, also those outside the range.
    ///
    /// # Errors
    /// As [`Store::ticks`].
    pub fn bars(
        &self,
        symbol: &Symbol,
        timeframe: Timeframe,
        side: Side,
        range: TimeRange,
    ) -> Result<BarTable, StoreError> {
        let mut tables = self.bars_of_many(symbol, &[timeframe], side, range)?;
        Ok(tables.swap_remove(0))
    }

    /// As [`Store::bars`] for several timeframes, in their order, from one pass over the ticks.
    ///
    /// # Errors
    /// As [`Store::ticks`].
    pub fn bars_of_many(
        &self,
        symbol: &Symbol,
        timeframes: &[Timeframe],
        side: Side,
        range: TimeRange,
    ) -> Result<Vec<BarTable>, StoreError> {
        let digits = self.known_digits(symbol)?;
        let days = self.days(symbol, whole_bars(timeframes, range));
        // Days are independent of each other in a timeframe that ends at midnight and of which all others are made.
        let shared = timeframes.iter().fold(Timeframe::D1, |shared, timeframe| shared.common(*timeframe));
        let mut builders: Vec<_> =
            timeframes.iter().map(|&timeframe| BarBuilder::new(timeframe, side)).collect();
        for some_days in days.chunks(DAYS_AT_ONCE) {
            let pieces: Vec<Bars> = some_days
                .par_iter()
                .map(|key| Ok(build(&self.read(key, Columns::of(side))?, shared, side)))
                .collect::<Result<_, StoreError>>()?;
            builders
                .par_iter_mut()
                .for_each(|builder| pieces.iter().for_each(|piece| builder.push_bars(piece)));
        }
        let finished = builders.into_iter().map(BarBuilder::finish);
        let inside = |bars: Bars| bars.iter().filter(|bar| range.contains(bar.open_time)).collect();
        Ok(finished.map(|bars| BarTable { digits, side, bars: inside(bars) }).collect())
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

    fn known_digits(&self, symbol: &Symbol) -> Result<Digits, StoreError> {
        self.stored_digits(symbol).ok_or_else(|| {
            let index = self.index();
            let mut known: Vec<&str> = index.keys().map(|key| key.symbol.as_str()).collect();
            known.dedup();
            let known = if known.is_empty() { "none".into() } else { known.join(" ") };
            StoreError::SymbolUnknown { symbol: symbol.clone(), known }
        })
    }

    fn days(&self, symbol: &Symbol, range: TimeRange) -> Vec<PartitionKey> {
        let key = |day| PartitionKey { symbol: symbol.clone(), day };
        if range.end <= range.start {
            return Vec::new();
        }
        let last = UtcDay::of(range.end.saturating_add(-1));
        let keys = key(UtcDay::of(range.start))..=key(last);
        self.index().range(keys).map(|(key, _)| key.clone()).collect()
    }

    fn read(&self, key: &PartitionKey, columns: Columns) -> Result<Ticks, StoreError> {
        let path = self.inner.home().partition(key);
        PartitionFile::open(&path)?.ticks(&path, columns)
    }
}

/// From the start of the range to the end of the last bar that opens in it.
fn whole_bars(timeframes: &[Timeframe], range: TimeRange) -> TimeRange {
    let last = range.end.saturating_add(-1);
    let ends = timeframes.iter().map(|timeframe| timeframe.bounds(last).end);
    match ends.max() {
        Some(end) if range.start < range.end => TimeRange { start: range.start, end },
        _ => range,
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
