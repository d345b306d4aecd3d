//! Records of every table: created, read, updated, deleted, and refused when they make no sense.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use common::{backtest, open, put};
use proptest::prelude::*;
use tickloom_store::{
    Backtest, CachedBar, CalendarRecord, ImportRecord, InstrumentRecord, Position, Record, Store, StoreError,
    Trade,
};

fn trade() -> Trade {
    Trade {
        id: "t1".into(),
        backtest_id: None,
        symbol: "EURUSD".into(),
        direction: "long".into(),
        quantity: 0.1,
        opened: i64::MIN,
        open_price: 114_541,
        closed: Some(i64::MAX),
        close_price: Some(114_600),
        commission: 0.35,
        profit: Some(5.9),
    }
}

fn planned() -> Backtest {
    Backtest {
        name: "it's; DROP TABLE trades; -- \u{1f4c8}".into(),
        status: "planned".into(),
        parameters: r#"{"fast": 10}"#.into(),
        ..backtest("b1")
    }
}

fn cached_bar() -> CachedBar {
    CachedBar {
        symbol: "EURUSD".into(),
        timeframe: "1h".into(),
        side: "bid".into(),
        open_time: 1_549_238_400_000_000_000,
        open: 10,
        high: 12,
        low: 9,
        close: 11,
        volume: 4.25,
        ticks: u32::MAX,
        content_hash: "ab".into(),
    }
}

fn position() -> Position {
    Position {
        id: "p1".into(),
        account: "paper".into(),
        symbol: "EURUSD".into(),
        quantity: -0.2,
        average_price: 1.145_413,
        realised_profit: 0.0,
        updated: 5,
    }
}

fn import_record() -> ImportRecord {
    ImportRecord {
        id: "i1".into(),
        symbol: "EURUSD".into(),
        started: 1,
        finished: Some(2),
        status: "done".into(),
        files: 24,
        bytes: u64::MAX >> 1,
        rows: 3,
        stored: 2,
        duplicates: 1,
        refused: 0,
        error: None,
    }
}

fn instrument() -> InstrumentRecord {
    InstrumentRecord { symbol: "AAPL.US".into(), digits: 3, kind: "other".into() }
}

fn live_through<R: Record + PartialEq + std::fmt::Debug + Clone>(
    store: &Store,
    key: &[&str],
    first: R,
    second: R,
) {
    let table = store.table::<R>();
    let key: Vec<String> = key.iter().map(ToString::to_string).collect();
    assert_eq!(table.get(&key).unwrap(), None);
    assert_eq!(table.update(&first).err().unwrap().code(), "record.not_found");
    table.create(&first).unwrap();
    assert_eq!(table.create(&first).err().unwrap().code(), "record.exists");
    assert_eq!(table.get(&key).unwrap(), Some(first.clone()));
    table.update(&second).unwrap();
    assert_eq!(table.list(10, 0).unwrap(), std::slice::from_ref(&second));
    assert_eq!(table.list(10, 1).unwrap(), []);
    assert!(table.delete(&key).unwrap());
    assert!(!table.delete(&key).unwrap());
    assert_eq!(table.list(10, 0).unwrap(), []);
}

#[test]
fn every_table_creates_reads_updates_and_deletes() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    live_through(&store, &["t1"], trade(), Trade { profit: None, closed: None, ..trade() });
    live_through(
        &store,
        &["b1"],
        planned(),
        Backtest { status: "done".into(), finished: Some(2), ..planned() },
    );
    live_through(&store, &["p1"], position(), Position { quantity: 0.0, ..position() });
    live_through(
        &store,
        &["i1"],
        import_record(),
        ImportRecord { status: "failed".into(), ..import_record() },
    );
    live_through(&store, &["AAPL.US"], instrument(), InstrumentRecord { digits: 2, ..instrument() });
    let key = ["EURUSD", "1h", "bid", "1549238400000000000"];
    live_through(&store, &key, cached_bar(), CachedBar { volume: 0.0, ..cached_bar() });
}

#[test]
fn records_survive_closing_and_opening() {
    let home = tempfile::tempdir().unwrap();
    open(home.path()).table().create(&planned()).unwrap();
    let found = open(home.path()).table::<Backtest>().get(&["b1".into()]).unwrap();
    assert_eq!(found, Some(planned()));
}

#[test]
fn records_that_make_no_sense_are_refused() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let trades = store.table::<Trade>();
    for (name, wrong) in [
        ("symbol", Trade { symbol: "../etc".into(), ..trade() }),
        ("direction", Trade { direction: "up".into(), ..trade() }),
        ("quantity", Trade { quantity: 0.0, ..trade() }),
        ("no number", Trade { commission: f64::NAN, ..trade() }),
        ("times", Trade { opened: 2, closed: Some(1), ..trade() }),
    ] {
        assert!(trades.create(&wrong).is_err(), "{name}");
    }
    let bars = store.table::<CachedBar>();
    assert_eq!(bars.create(&CachedBar { high: 1, ..cached_bar() }).err().unwrap().code(), "record.invalid");
    let backtests = store.table::<Backtest>();
    let not_json = Backtest { parameters: "[1]".into(), ..planned() };
    assert_eq!(backtests.create(&not_json).err().unwrap().code(), "record.invalid");
    assert_eq!(trades.get(&[]).err().unwrap().code(), "record.invalid");
}

#[test]
fn json_records_need_exactly_their_fields() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let table = store.table_by_name("instruments").unwrap();
    table.create_json(r#"{"symbol": "AAPL.US", "digits": 3, "kind": "other"}"#).unwrap();
    assert_eq!(
        table.get_json(&["AAPL.US".into()]).unwrap().unwrap(),
        r#"{"symbol":"AAPL.US","digits":3,"kind":"other"}"#
    );
    for wrong in ["", "{}", r#"{"symbol": "A", "digits": 3, "kind": "other", "more": 1}"#, r#"{"symbol": 1}"#]
    {
        assert_eq!(table.create_json(wrong).err().unwrap().code(), "record.invalid", "{wrong}");
    }
    assert_eq!(store.table_by_name("sqlite_master").err().unwrap().code(), "record.invalid");
}

#[test]
fn an_instrument_with_ticks_keeps_its_decimals_and_stays() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    put(&store, "EURUSD", "2019-02-04", &[(1, 10)]).unwrap();
    let instruments = store.table::<InstrumentRecord>();
    let other = InstrumentRecord { symbol: "EURUSD".into(), digits: 3, kind: "fx".into() };
    assert!(matches!(instruments.create(&other), Err(StoreError::DigitsDiffer { .. })));
    instruments.create(&InstrumentRecord { digits: 5, ..other }).unwrap();
    assert_eq!(instruments.delete(&["EURUSD".into()]).err().unwrap().code(), "record.invalid");
}

#[test]
fn imports_of_a_dead_process_are_closed_at_the_next_open() {
    let home = tempfile::tempdir().unwrap();
    let running = ImportRecord { status: "running".into(), finished: None, ..import_record() };
    open(home.path()).table().create(&running).unwrap();
    let found = open(home.path()).table::<ImportRecord>().get(&["i1".into()]).unwrap().unwrap();
    assert_eq!(found.status, "interrupted");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_numbers_and_texts_come_back_exactly(
        name in "\\PC{0,40}", price: i64, profit in prop::option::of(-1e300_f64..1e300), opened in any::<i64>()
    ) {
        let home = tempfile::tempdir().unwrap();
        let store = open(home.path());
        let given = Trade { id: name.clone(), open_price: price, profit, opened, closed: None, ..trade() };
        store.table().create(&given).unwrap();
        prop_assert_eq!(store.table::<Trade>().get(&[name]).unwrap(), Some(given));
    }
}

const ALL_DAY: &str = r#"{"name": "all day", "zone": "UTC", "sessions": ["always"]}"#;

#[test]
fn a_symbol_has_the_calendar_of_its_kind_until_it_has_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let name = |symbol: &str| store.calendar(&symbol.parse().unwrap()).unwrap().rules().name.clone();
    assert_eq!(
        [name("EURUSD"), name("XAUUSD"), name("BTCUSD"), name("UNKNOWN")],
        ["fx", "metal", "always", "always"]
    );
    store.table().create(&CalendarRecord { symbol: "EURUSD".into(), rules: ALL_DAY.into() }).unwrap();
    assert_eq!(name("EURUSD"), "all day");
    drop(store);
    assert_eq!(open(folder.path()).calendar(&"EURUSD".parse().unwrap()).unwrap().rules().name, "all day");
}

#[test]
fn rules_that_make_no_calendar_are_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for (symbol, rules, code) in [
        ("EURUSD", "{}".to_owned(), "calendar.rules_invalid"),
        ("EURUSD", ALL_DAY.replace("UTC", "Mars"), "calendar.zone_unknown"),
        ("eurusd", ALL_DAY.into(), "record.invalid"),
        ("../x", ALL_DAY.into(), "symbol.invalid"),
    ] {
        let outcome = store.table().create(&CalendarRecord { symbol: symbol.into(), rules });
        assert_eq!(outcome.map_err(|error| error.code()), Err(code), "{symbol}");
    }
    assert_eq!(store.table::<CalendarRecord>().list(10, 0).unwrap(), []);
}
