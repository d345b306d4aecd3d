//! What is known of symbols, over a socket.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;

use engine::{
    Running,
    market::{TICKS_OF_THE_DAY, a_real_day},
};
use tickloom_protocol::methods::{
    common::Empty,
    instruments::{Calendar, Get, List, SymbolName},
};
use tickloom_store::Store;

fn symbol(symbol: &str) -> SymbolName {
    SymbolName { symbol: symbol.into() }
}

#[test]
fn what_is_stored_is_told_with_its_hash() {
    let running = Running::over(a_real_day);
    let listed = running.client().ask::<List>(&Empty {}).unwrap().instruments;
    let stored = Store::open(running.home()).unwrap().instruments().unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].symbol.as_str(), listed[0].digits, listed[0].kind.as_str()), ("EURUSD", 5, "fx"));
    assert_eq!((listed[0].ticks, listed[0].days), (TICKS_OF_THE_DAY as u64, 1));
    assert_eq!(listed[0].content_hash, stored[0].content_hash.to_string());
    assert!(Running::empty().client().ask::<List>(&Empty {}).unwrap().instruments.is_empty());
}

#[test]
fn what_is_known_comes_from_ticks_or_is_built_in() {
    let running = Running::over(a_real_day);
    let mut client = running.client();
    let mut known = |name: &str| client.ask::<Get>(&symbol(name)).unwrap().instrument;
    let euro = known("eurusd").unwrap();
    assert_eq!((euro.symbol.as_str(), euro.digits, euro.kind.as_str()), ("EURUSD", 5, "fx"));
    assert_eq!(known("XAUUSD").map(|gold| (gold.digits, gold.kind)), Some((3, "metal".into())));
    assert_eq!(known("NOSUCH"), None);
    assert_eq!(client.ask::<Get>(&symbol("..")).unwrap_err().code, "symbol.invalid");
}

#[test]
fn a_calendar_is_its_rules() {
    let running = Running::over(a_real_day);
    let mut client = running.client();
    let rules = client.ask::<Calendar>(&symbol("EURUSD")).unwrap().rules;
    assert_eq!(rules["sessions"], serde_json::json!(["Sun 17:00-Fri 17:00"]));
    assert_eq!(client.ask::<Calendar>(&symbol("")).unwrap_err().code, "symbol.invalid");
}
