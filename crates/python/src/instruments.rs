//! What is known of instruments, as plain values.

use pyo3::prelude::*;
use tickloom_model::Instrument;
use tickloom_store::StoredInstrument;

/// A symbol, the decimals of its price, and its market.
#[derive(IntoPyObject)]
pub(crate) struct InstrumentFields {
    symbol: String,
    digits: u8,
    kind: &'static str,
}

impl From<Instrument> for InstrumentFields {
    fn from(instrument: Instrument) -> Self {
        let Instrument { symbol, digits, kind } = instrument;
        Self { symbol: symbol.to_string(), digits: digits.get(), kind: kind.name() }
    }
}

/// What is stored of a symbol.
#[derive(IntoPyObject)]
pub(crate) struct StoredInstrumentFields {
    symbol: String,
    digits: u8,
    kind: &'static str,
    ticks: u64,
    days: u64,
    first: i64,
    last: i64,
    bytes: u64,
    content_hash: String,
}

impl From<StoredInstrument> for StoredInstrumentFields {
    fn from(stored: StoredInstrument) -> Self {
        Self {
            symbol: stored.symbol.to_string(),
            digits: stored.digits.get(),
            kind: stored.kind.name(),
            ticks: stored.ticks,
            days: stored.days,
            first: stored.first.as_i64(),
            last: stored.last.as_i64(),
            bytes: stored.bytes,
            content_hash: stored.content_hash.to_string(),
        }
    }
}
