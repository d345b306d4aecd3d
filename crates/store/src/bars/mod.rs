//! Bars of stored ticks: of any kinds, from one pass over the days, as of any moment.

mod align;
mod fill;
mod maker;
mod query;
mod reading;
mod side_by_side;
mod table;

use rayon::prelude::*;
use tickloom_bars::build;
use tickloom_model::{BarKind, Bars, Fill, Ticks};

use crate::{Store, StoreError, partition::PartitionFile};
use fill::filled;
use maker::{Maker, ReadDay};
use reading::{DayToRead, Reading};

pub use query::BarQuery;
pub use table::{BarColumns, BarTable};

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
        for days in reading.to_read.chunks(DAYS_AT_ONCE) {
            let read: Vec<ReadDay> =
                days.par_iter().map(|day| self.read_day(&reading, day)).collect::<Result<_, _>>()?;
            makers.par_iter_mut().for_each(|maker| read.iter().for_each(|day| maker.add(day)));
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

    fn read_day(&self, reading: &Reading<'_>, day: &DayToRead) -> Result<ReadDay, StoreError> {
        let ticks = self.known_ticks(reading, day)?;
        let bars =
            if reading.needs.bars { build(&ticks, day.grid, reading.query.side) } else { Bars::default() };
        Ok(ReadDay { bars, ticks: if reading.needs.ticks { ticks } else { Ticks::default() } })
    }

    /// The ticks of a day that were known.
    fn known_ticks(&self, reading: &Reading<'_>, day: &DayToRead) -> Result<Ticks, StoreError> {
        let path = self.inner.home().partition(&day.partition.key);
        let mut ticks =
            PartitionFile::open(&path)?.ticks(&path, reading.needs.columns(reading.query.side))?;
        // Asked of the ticks and not of the index: the file may have been replaced since.
        if let Some(as_of) = reading.query.as_of {
            let known = ticks.timestamp.partition_point(|&time| time <= as_of.as_i64());
            ticks.truncate(known);
        }
        Ok(ticks)
    }
}
