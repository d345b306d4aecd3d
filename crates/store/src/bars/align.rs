//! Bars of several kinds side by side: for each bar of the first, what was known of the others when it was complete.

use rayon::prelude::*;
use tickloom_bars::{Days, FormingAt, last_known};
use tickloom_model::{Bar, BarKind, Bars, Ticks, TimeRange, Timeframe, UnixNanos};

use super::{
    BarQuery, BarTable, DAYS_AT_ONCE,
    side_by_side::{SideBySide, known},
};
use crate::{ArrowTable, PartitionInfo, Store, StoreError, arrow_table::standard, partition::Columns};

impl Store {
    /// Bars of the first kind, each beside the last bar of every other kind that was known when it was complete.
    ///
    /// Columns: those of the first kind's bars and `available_at`; for each other kind the same behind its name and a low
    /// line, as `1h_open`, missing before there is one. If bars in progress are asked for, also those of the other
    /// kind's bar as it was made of the ticks up to that moment, as `1h_forming_open`, missing if there was none.
    /// Periods without ticks have no rows, whatever is asked.
    ///
    /// # Errors
    /// [`StoreError::AlignInvalid`] for no kind or one that is named twice, else as [`Store::bars`].
    pub fn align(&self, query: &BarQuery) -> Result<ArrowTable, StoreError> {
        let (&first, others) = checked(&query.kinds)?;
        let query = &BarQuery { fill: None, ..query.clone() };
        let base =
            self.bars(&BarQuery { kinds: vec![first], forming: false, ..query.clone() })?.swap_remove(0);
        let moments = &base.available_at;
        let mut columns = SideBySide::of(known(&base));
        for (kind, table) in others.iter().zip(self.known_of(others, query, moments)?) {
            let rows = last_known(&table.available_at, moments);
            columns.add(&format!("{kind}_"), known(&table), &rows)?;
        }
        if query.forming {
            for (kind, bars) in others.iter().zip(self.forming_of(others, query, moments)?) {
                let (bars, rows) = there(bars);
                let table = BarTable { bars, available_at: Vec::new(), ..base.clone() };
                columns.add(&format!("{kind}_forming_"), standard(&table), &rows)?;
            }
        }
        Ok(columns.finish())
    }

    /// Bars of the other kinds, from one on that was known before the first moment, if there is one.
    fn known_of(
        &self,
        others: &[BarKind],
        query: &BarQuery,
        moments: &[i64],
    ) -> Result<Vec<BarTable>, StoreError> {
        let days = self.days_of(&query.symbol, query.day)?;
        let starts = others.iter().map(|&kind| self.before(query, kind, &days));
        let start = starts.min().unwrap_or(query.range.start);
        // A bar that opens at the last moment and is complete with the same tick is known then.
        let end = moments.last().map_or(start, |&last| UnixNanos::new(last).saturating_add(1));
        let range = TimeRange { start, end: end.max(start) };
        self.bars(&BarQuery { kinds: others.to_vec(), range, forming: false, ..query.clone() })
    }

    /// The beginning of the last bar of a kind that was known when the range began; else of the one in progress then.
    fn before(&self, query: &BarQuery, kind: BarKind, days: &Days) -> UnixNanos {
        let begins = stretch(kind, days, query.range.start).start;
        let before = self.last_partition_before(&query.symbol, begins);
        before.map_or(begins, |day| stretch(kind, days, day.first).start)
    }

    /// The bars in progress of the other kinds at each moment.
    fn forming_of(
        &self,
        others: &[BarKind],
        query: &BarQuery,
        moments: &[i64],
    ) -> Result<Vec<Vec<Option<Bar>>>, StoreError> {
        let days = self.days_of(&query.symbol, query.day)?;
        let starts = others.iter().map(|&kind| stretch(kind, &days, query.range.start).start);
        let start = starts.min().unwrap_or(query.range.start);
        let end = moments.last().map_or(start, |&last| UnixNanos::new(last).saturating_add(1));
        let of = |&kind: &BarKind| FormingAt::new(kind, query.side, &days, moments);
        let mut forming: Vec<FormingAt<'_>> = others.iter().map(of).collect();
        for some in self.partitions_of(&query.symbol, TimeRange { start, end }).chunks(DAYS_AT_ONCE) {
            let read = |day: &PartitionInfo| self.read(&day.key, Columns::ALL);
            let ticks: Vec<Ticks> = some.par_iter().map(read).collect::<Result<_, _>>()?;
            forming.par_iter_mut().for_each(|forming| ticks.iter().for_each(|day| forming.push_ticks(day)));
        }
        Ok(forming.into_iter().map(FormingAt::finish).collect())
    }
}

/// The period of a moment, or the day with which bars that no time ends begin anew.
fn stretch(kind: BarKind, days: &Days, moment: UnixNanos) -> TimeRange {
    days.bounds(kind.timeframe().unwrap_or(Timeframe::D1), moment)
}

/// The first kind and the others, each named once.
fn checked(kinds: &[BarKind]) -> Result<(&BarKind, &[BarKind]), StoreError> {
    let refused = |reason: String| StoreError::AlignInvalid { reason };
    if let Some((_, kind)) = kinds.iter().enumerate().find(|(index, kind)| kinds[..*index].contains(kind)) {
        return Err(refused(format!("{kind} is named twice")));
    }
    kinds.split_first().ok_or_else(|| refused("no timeframe is named".into()))
}

/// The bars that there are, and for each row which of them it has.
fn there(bars: Vec<Option<Bar>>) -> (Bars, Vec<Option<usize>>) {
    let mut kept = Bars::default();
    let mut keep = |bar: Bar| {
        kept.push(bar);
        kept.len() - 1
    };
    let rows = bars.into_iter().map(|bar| bar.map(&mut keep)).collect();
    (kept, rows)
}
