//! Bars of stored ticks.

use serde_bytes::ByteBuf;
use tickloom_ipc::Failure;
use tickloom_protocol::methods::{
    bars::{Align, BarsPart, BarsQuery, Range},
    common::TablePart,
};
use tickloom_store::{ArrowTable, BarTable, Store};

use crate::{
    Methods, Parts, Service, failed,
    wire::{
        bars::{align_query, price_digits, query},
        columns,
    },
};

pub(super) struct Bars {
    pub(super) store: Store,
}

impl Service for Bars {
    fn name(&self) -> &str {
        "bars"
    }

    fn methods(&self) -> Methods {
        let (ranges, aligned) = (self.store.clone(), self.store.clone());
        Methods::new().parts::<Range>(move |_, asked, parts| range(&ranges, asked, parts)).parts::<Align>(
            move |_, asked, parts| {
                let table = aligned.align(&align_query(asked)?).map_err(failed)?;
                let part = |columns| TablePart { price_digits: None, columns };
                columns::write(&table, |piece| parts.send(&part(piece))).map(part)
            },
        )
    }
}

/// A stream for each timeframe. What comes back is the last part of the last.
fn range(store: &Store, asked: BarsQuery, parts: &Parts<BarsPart>) -> Result<BarsPart, Failure> {
    let tables = store.bars(&query(&asked)?).map_err(failed)?;
    let mut last = None;
    for (timeframe, table) in asked.timeframes.into_iter().zip(tables) {
        if let Some(before) = last.replace(stream(timeframe, &table, parts)?) {
            parts.send(&before)?;
        }
    }
    Ok(last.unwrap_or_default())
}

fn stream(timeframe: String, table: &BarTable, parts: &Parts<BarsPart>) -> Result<BarsPart, Failure> {
    let mut digits = Some(price_digits(table));
    let mut part =
        |columns: ByteBuf| BarsPart { timeframe: timeframe.clone(), price_digits: digits.take(), columns };
    let last = columns::write(&ArrowTable::from(table), |piece| parts.send(&part(piece)))?;
    Ok(part(last))
}
