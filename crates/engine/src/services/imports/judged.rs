//! What came of what could be expected: coverage, gaps, missing days, and the passport of a month.

use tickloom_bars::gaps::{GapClass, GapRules};
use tickloom_ipc::Failure;
use tickloom_protocol::methods::{
    common::{DayList, SymbolRange, TablePart},
    imports::{CoverageQuery, GapsQuery, MonthOfSymbol, PassportDocument},
};
use tickloom_quality::{CoverageBy, coverage_table, gap_class};
use tickloom_store::{ArrowTable, Store};

use crate::{
    Parts, Request, failed,
    wire::{
        columns, given,
        words::{days, range, word, word_or},
    },
};

pub(super) fn coverage(
    store: &Store,
    request: &Request,
    query: &CoverageQuery,
    parts: &Parts<TablePart>,
) -> Result<TablePart, Failure> {
    let (symbol, range) = (word(&query.symbol)?, range(query.start, query.end)?);
    let by = word_or(query.by.as_deref(), CoverageBy::Hour)?;
    let (rules, stop) = (GapRules::default(), || request.is_cancelled());
    let periods = tickloom_quality::coverage(store, &symbol, range, by, &rules, stop).map_err(failed)?;
    send(&coverage_table(&periods), parts)
}

pub(super) fn gaps(
    store: &Store,
    request: &Request,
    query: GapsQuery,
    parts: &Parts<TablePart>,
) -> Result<TablePart, Failure> {
    let (symbol, range) = (word(&query.symbol)?, range(query.start, query.end)?);
    let classes = classes(query.classes)?;
    let rules = rules(query.shortest)?;
    let found = tickloom_quality::gaps(store, &symbol, range, &rules, || request.is_cancelled());
    let found = found.map_err(failed)?.only(&classes);
    send(&ArrowTable::from(&found), parts)
}

pub(super) fn missing_days(
    store: &Store,
    request: &Request,
    query: &SymbolRange,
) -> Result<DayList, Failure> {
    let (symbol, range) = (word(&query.symbol)?, range(query.start, query.end)?);
    let (rules, stop) = (GapRules::default(), || request.is_cancelled());
    let found = tickloom_quality::gaps(store, &symbol, range, &rules, stop).map_err(failed)?;
    Ok(days(&found.missing_days))
}

pub(super) fn passport(
    store: &Store,
    request: &Request,
    month: &MonthOfSymbol,
) -> Result<PassportDocument, Failure> {
    let (symbol, month) = (word(&month.symbol)?, word(&month.month)?);
    let made = tickloom_quality::passport(store, &symbol, month, || request.is_cancelled());
    Ok(PassportDocument { document: made.map_err(failed)?.to_json() })
}

/// A table that knows of no prices.
fn send(table: &ArrowTable, parts: &Parts<TablePart>) -> Result<TablePart, Failure> {
    let part = |columns| TablePart { price_digits: None, columns };
    columns::write(table, |columns| parts.send(&part(columns))).map(part)
}

/// The classes of these names; all where none is named.
fn classes(names: Option<Vec<String>>) -> Result<Vec<GapClass>, Failure> {
    let Some(names) = names else { return Ok(GapClass::ALL.into()) };
    names.iter().map(|name| gap_class(name).map_err(failed)).collect()
}

/// The usual rules, with the shortest gap that is told of.
fn rules(shortest: Option<f64>) -> Result<GapRules, Failure> {
    let Some(shortest) = shortest else { return Ok(GapRules::default()) };
    let nanos = given::seconds(shortest)?.as_nanos();
    if nanos == 0 {
        return Err(given::bad_params("the shortest gap is longer than 0 seconds"));
    }
    Ok(GapRules { shortest: i64::try_from(nanos).unwrap_or(i64::MAX), ..GapRules::default() })
}
