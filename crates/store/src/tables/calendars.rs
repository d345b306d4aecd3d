//! Calendars: when a symbol's market is open, where its kind's usual hours are not right.

use tickloom_bars::calendar::{Calendar, CalendarRules};
use tickloom_model::{InstrumentKind, Symbol};

use super::record::{invalid, record};
use crate::{Store, StoreError};

record! {
    /// The calendar of one symbol.
    CalendarRecord in "calendars", key of 1, check check;
    /// The symbol.
    symbol: String,
    /// Its rules as JSON, in the form that [`CalendarRules`] parses.
    rules: String,
}

fn check(record: &CalendarRecord, _: &Store) -> Result<(), StoreError> {
    let symbol: Symbol = record.symbol.parse()?;
    if symbol.as_str() != record.symbol {
        return Err(invalid("calendars", "a symbol is written in capitals"));
    }
    Calendar::new(record.rules.parse()?)?;
    Ok(())
}

impl Store {
    /// When a symbol's market is open: its own calendar if one was set, else the usual one of its kind.
    ///
    /// # Errors
    /// A failure of the catalogue, or rules in it that this version does not understand.
    pub fn calendar(&self, symbol: &Symbol) -> Result<Calendar, StoreError> {
        let rules = match self.table::<CalendarRecord>().get(&[symbol.to_string()])? {
            Some(own) => own.rules.parse()?,
            None => CalendarRules::of(self.kind(symbol)?),
        };
        Ok(Calendar::new(rules)?)
    }

    fn kind(&self, symbol: &Symbol) -> Result<InstrumentKind, StoreError> {
        Ok(self.instrument(symbol)?.map_or(InstrumentKind::Other, |instrument| instrument.kind))
    }
}
