//! Stored ticks, as many as there are: some days in memory at a time.

use serde_bytes::ByteBuf;
use tickloom_ipc::Failure;
use tickloom_model::{Symbol, TimeRange, UtcDay};
use tickloom_protocol::methods::{
    common::{DayList, SymbolRange, TablePart},
    ticks::{Days, Range},
};
use tickloom_store::{ArrowTable, Store, StoreError, TickTable};

use crate::{
    Methods, Parts, Service, failed,
    wire::{
        columns::Columns,
        words::{self, word},
    },
};

/// Days that are decoded at once, and held while they are written.
const AT_ONCE: usize = 4;

pub(super) struct Ticks {
    pub(super) store: Store,
}

impl Service for Ticks {
    fn name(&self) -> &str {
        "ticks"
    }

    fn methods(&self) -> Methods {
        let (ranges, days) = (self.store.clone(), self.store.clone());
        Methods::new()
            .parts::<Range>(move |_, asked, parts| range(&ranges, &asked, parts))
            .once::<Days>(move |_, asked| days_of(&days, &asked))
    }
}

fn range(store: &Store, asked: &SymbolRange, parts: &Parts<TablePart>) -> Result<TablePart, Failure> {
    let (symbol, range) = (word::<Symbol>(&asked.symbol)?, words::range(asked.start, asked.end)?);
    let days = store.days_with_ticks(&symbol, range).map_err(failed)?;
    let digits = store.ticks(&symbol, NONE).map_err(failed)?.digits;
    let mut price_digits = Some(u32::from(digits.get()));
    let mut part = |columns: ByteBuf| TablePart { price_digits: price_digits.take(), columns };
    let empty = ArrowTable::from(&TickTable { digits, days: Vec::new() });
    let mut columns = Columns::new(&empty.schema, |piece| parts.send(&part(piece)))?;
    for some in days.chunks(AT_ONCE) {
        let ticks = read(store, &symbol, range, some).map_err(failed)?;
        ArrowTable::from(&ticks).batches.iter().try_for_each(|batch| columns.add(batch))?;
    }
    let last = columns.finish()?;
    Ok(part(last))
}

/// No time at all, of which a symbol's decimals are known all the same.
const NONE: TimeRange = TimeRange { start: TimeRange::ALL.start, end: TimeRange::ALL.start };

/// The ticks of a range on days that follow each other, apart from days without any.
fn read(store: &Store, symbol: &Symbol, range: TimeRange, days: &[UtcDay]) -> Result<TickTable, StoreError> {
    let (first, last) = (days.first().map(|day| day.range()), days.last().map(|day| day.range()));
    let start = first.map_or(range.start, |first| first.start.max(range.start));
    let end = last.map_or(range.end, |last| last.end.min(range.end));
    store.ticks(symbol, TimeRange { start, end })
}

fn days_of(store: &Store, asked: &SymbolRange) -> Result<DayList, Failure> {
    let (symbol, range) = (word::<Symbol>(&asked.symbol)?, words::range(asked.start, asked.end)?);
    Ok(words::days(&store.days_with_ticks(&symbol, range).map_err(failed)?))
}
