//! Instruments: how many decimals a symbol's price has, and its market.

use tickloom_model::{Digits, Instrument, InstrumentKind, Symbol};

use super::record::{invalid, record};
use crate::{Store, StoreError};

record! {
    /// An instrument.
    InstrumentRecord in "instruments", key of 1, check check, check_delete check_delete;
    /// Its name.
    symbol: String,
    /// Decimals of its price.
    digits: u8,
    /// Its market: `fx`, `metal`, `crypto` or `other`.
    kind: String,
}

impl From<&Instrument> for InstrumentRecord {
    fn from(instrument: &Instrument) -> Self {
        Self {
            symbol: instrument.symbol.to_string(),
            digits: instrument.digits.get(),
            kind: instrument.kind.to_string(),
        }
    }
}

fn check(record: &InstrumentRecord, store: &Store) -> Result<(), StoreError> {
    let symbol: Symbol = record.symbol.parse()?;
    if symbol.as_str() != record.symbol {
        return Err(invalid("instruments", "a symbol is written in capitals"));
    }
    record.kind.parse::<InstrumentKind>()?;
    let given = Digits::new(record.digits.into())?;
    match store.stored_digits(&symbol) {
        Some(stored) if stored != given => Err(StoreError::DigitsDiffer { symbol, stored, given }),
        _ => Ok(()),
    }
}

fn check_delete(key: &[String], store: &Store) -> Result<(), StoreError> {
    let symbol: Symbol = key.first().map_or("", String::as_str).parse()?;
    match store.stored_digits(&symbol) {
        Some(_) => Err(invalid("instruments", format!("{symbol} has stored ticks"))),
        None => Ok(()),
    }
}
