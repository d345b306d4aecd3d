//! Stored days one after the other: how years of ticks are looked at in bounded memory.

use rayon::prelude::*;
use tickloom_model::{Digits, Symbol, Ticks, TimeRange, UnixNanos, UtcDay};

use crate::{
    ContentHash, PartitionInfo, PartitionKey, SourceRecord, Store, StoreError,
    partition::{Columns, PartitionFile},
};

/// Days that are decoded at once, while as many others are looked at.
const AT_ONCE: usize = 8;

/// A stored day, and what its file says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredDay {
    /// The day's ticks, oldest first.
    pub ticks: Ticks,
    /// Decimals of their prices.
    pub digits: Digits,
    /// Hash over the ticks, whatever files they came from.
    pub content_hash: ContentHash,
    /// Where the ticks came from, in the order in which they came.
    pub sources: Vec<SourceRecord>,
    /// Version of the rules by which sources were merged.
    pub rules: String,
    /// Which Tickloom wrote the file.
    pub writer: String,
}

impl Store {
    /// What is known of the stored days that touch a range, oldest first; no file is opened.
    ///
    /// # Errors
    /// [`StoreError::SymbolUnknown`] if nothing was imported for the symbol.
    pub fn partitions(&self, symbol: &Symbol, range: TimeRange) -> Result<Vec<PartitionInfo>, StoreError> {
        self.known_digits(symbol)?;
        Ok(self.partitions_of(symbol, range))
    }

    /// A stored day with all that its file says.
    ///
    /// # Errors
    /// [`StoreError::Io`] if there is no such day, [`StoreError::PartitionDamaged`].
    pub fn day(&self, key: &PartitionKey) -> Result<StoredDay, StoreError> {
        let path = self.inner.home().partition(key);
        let file = PartitionFile::open(&path)?;
        Ok(StoredDay {
            ticks: file.ticks(&path, Columns::ALL)?,
            digits: file.metadata().digits,
            content_hash: file.metadata().content_hash,
            sources: file.metadata().sources.clone(),
            rules: file.says("tickloom.rules"),
            writer: file.says("tickloom.writer"),
        })
    }

    /// Shows the times of a symbol's ticks in a range, UTC nanoseconds in ascending order, a day or less at a time.
    ///
    /// Days are decoded ahead in parallel; no more than sixteen are held.
    ///
    /// # Errors
    /// [`StoreError::SymbolUnknown`], [`StoreError::PartitionDamaged`], and what `visit` answers, which ends it.
    pub fn visit_times(
        &self,
        symbol: &Symbol,
        range: TimeRange,
        mut visit: impl FnMut(&[i64]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let days = self.days_with_ticks(symbol, range)?;
        let mut ready = Vec::new();
        for some_days in days.chunks(AT_ONCE).chain([&[][..]]) {
            let mut ahead = Ok(Vec::new());
            rayon::in_place_scope(|scope| {
                scope.spawn(|_| ahead = self.times_of(symbol, some_days));
                ready.iter().try_for_each(|times: &Vec<i64>| visit(within(times, range)))
            })?;
            ready = ahead?;
        }
        Ok(())
    }

    fn times_of(&self, symbol: &Symbol, days: &[UtcDay]) -> Result<Vec<Vec<i64>>, StoreError> {
        let times = |day: &UtcDay| {
            let path = self.inner.home().partition(&PartitionKey { symbol: symbol.clone(), day: *day });
            Ok(PartitionFile::open(&path)?.ticks(&path, Columns::TIMES)?.timestamp)
        };
        days.par_iter().map(times).collect()
    }
}

/// Only the first and the last day of a range can hold times outside it.
fn within(times: &[i64], range: TimeRange) -> &[i64] {
    let before = |moment: UnixNanos| times.partition_point(|&time| time < moment.as_i64());
    let (start, end) = (before(range.start), before(range.end));
    &times[start.min(end)..end]
}
