//! What is known of symbols.

use serde_json::{Map, Value};
use tickloom_bars::calendar::Calendar;
use tickloom_protocol::methods::instruments::{CalendarRules, Instrument, InstrumentRecord};
use tickloom_store::StoredInstrument;

/// What is stored of a symbol.
pub(crate) fn stored(instrument: &StoredInstrument) -> Instrument {
    Instrument {
        symbol: instrument.symbol.to_string(),
        digits: instrument.digits.get().into(),
        kind: instrument.kind.name().into(),
        ticks: instrument.ticks,
        days: instrument.days,
        first: instrument.first.as_i64(),
        last: instrument.last.as_i64(),
        bytes: instrument.bytes,
        content_hash: instrument.content_hash.to_string(),
    }
}

/// A symbol's decimals and its market.
pub(crate) fn known(instrument: &tickloom_model::Instrument) -> InstrumentRecord {
    InstrumentRecord {
        symbol: instrument.symbol.to_string(),
        digits: instrument.digits.get().into(),
        kind: instrument.kind.name().into(),
    }
}

/// When a market is open, by the rules that a calendar writes of itself.
pub(crate) fn rules(calendar: &Calendar) -> CalendarRules {
    let rules: Map<String, Value> = serde_json::from_str(&calendar.rules().to_string()).unwrap_or_default();
    CalendarRules { rules }
}
