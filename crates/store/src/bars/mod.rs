//! Bars of stored ticks: of any kinds, from one pass over the days, as of any moment.

mod align;
mod columns;
mod fill;
mod kept;
mod maker;
mod query;
mod reading;
mod side_by_side;
mod table;

use rayon::prelude::*;
use tickloom_bars::build;
use tickloom_model::{BarKind, Bars, Fill, Ticks, Timeframe};

use crate::{Store, StoreError, partition::PartitionFile};
use fill::filled;
use kept::Kept;
use maker::{Maker, ReadDay};
use reading::{DayToRead, Reading};

pub use columns::BarColumns;
pub use query::BarQuery;
pub use table::BarTable;

/// Partitions that are decoded at once: bounds what is in memory beside the result.
const DAYS_AT_ONCE: usize = 16;

impl Store {
    /// Bars as asked for: a table for each kind, in their order, from one pass over the ticks.
    ///
    /// # Errors
    /// [`StoreError::SymbolUnknown`] if nothing was imported for the symbol, [`StoreError::PartitionDamaged`], and for
    /// days of sessions as [`Store::calendar`]; [`StoreError::Fill`] if they cannot be filled.
    pub fn bars(&self, query: &BarQuery) -> Result<Vec<BarTable>, StoreError> {
        let reading = Reading::of(self, query)?;
        let mut makers: Vec<Maker> = query.kinds.iter().map(|&kind| Maker::new(kind, &reading)).collect();
        for days in reading.to_read.chunks(kept::AT_ONCE) {
            self.make(&reading, days, &mut makers)?;
        }
        let kinds = query.kinds.iter().copied();
        makers.into_iter().zip(kinds).map(|(maker, kind)| self.table_of(maker, kind, &reading)).collect()
    }

    fn table_of(&self, maker: Maker, kind: BarKind, reading: &Reading<'_>) -> Result<BarTable, StoreError> {
        let series = maker.finish(reading);
        let series = match reading.query.fill {
            Some(Fill::Flat) => filled(series, kind, reading, self)?,
            None => series,
        };
        Ok(BarTable::of(series, reading.query, reading.digits))
    }

    /// Adds days to what is made, and keeps for the next time what had to be built of them.
    fn make(
        &self,
        reading: &Reading<'_>,
        days: &[DayToRead],
        makers: &mut [Maker],
    ) -> Result<(), StoreError> {
        let kept = self.kept_minutes(reading, days);
        let mut built = Vec::new();
        for some in days.chunks(DAYS_AT_ONCE) {
            let read = some.par_iter().map(|day| self.read_day(reading, day, &kept));
            let read: Vec<ReadDay> = read.collect::<Result<_, _>>()?;
            makers.par_iter_mut().for_each(|maker| read.iter().for_each(|day| maker.add(day)));
            built.extend(read.into_iter().filter_map(ReadDay::into_minutes));
        }
        self.keep_minutes(reading, built);
        Ok(())
    }

    fn read_day(&self, reading: &Reading<'_>, day: &DayToRead, kept: &Kept) -> Result<ReadDay, StoreError> {
        let is_kept = kept::are_of_use(reading, day);
        if let Some(minutes) = kept.of(&day.partition).filter(|_| is_kept) {
            return Ok(ReadDay { bars: minutes.clone(), ..ReadDay::default() });
        }
        let path = self.inner.home().partition(&day.partition.key);
        let file = PartitionFile::open(&path)?;
        let ticks = reading.known_of(file.ticks(&path, reading.needs.columns(reading.query.side))?);
        let grid = if is_kept { Timeframe::M1 } else { day.grid };
        let bars = if reading.needs.bars { build(&ticks, grid, reading.query.side) } else { Bars::default() };
        // A file that was replaced meanwhile may hold ticks that were not known.
        let is_whole = ticks.len() as u64 == file.metadata().ticks;
        let built_of = (is_kept && is_whole).then(|| (day.partition.key.day, file.metadata().content_hash));
        Ok(ReadDay { bars, ticks: if reading.needs.ticks { ticks } else { Ticks::default() }, built_of })
    }
}
