//! Records over a socket: created, read, updated and deleted.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;

use engine::{Client, Running};
use serde_json::{Map, Value, json};
use tickloom_protocol::methods::tables::{
    Create, Delete, Get, KeyOfTable, List, PageOfTable, RecordOfTable, Update,
};

fn fields(record: Value) -> Map<String, Value> {
    let Value::Object(fields) = record else { panic!("an object") };
    fields
}

fn of(table: &str, record: Value) -> RecordOfTable {
    RecordOfTable { table: table.into(), record: fields(record) }
}

fn key(table: &str, key: &[&str]) -> KeyOfTable {
    KeyOfTable { table: table.into(), key: key.iter().map(|part| (*part).into()).collect() }
}

fn found(client: &mut Client, table: &str, parts: &[&str]) -> Option<Map<String, Value>> {
    client.ask::<Get>(&key(table, parts)).unwrap().record
}

/// A table, a record of it, its key, and a change.
type Case = (&'static str, Value, Vec<&'static str>, (&'static str, Value));

/// One of each table that users fill.
fn records() -> Vec<Case> {
    vec![
        (
            "backtests",
            json!({"id": "b", "name": "Größe", "symbol": "EURUSD", "timeframe": "1h", "created": i64::MAX, "status": "planned",
                   "parameters": {"window": 20, "bands": [1.5, null], "nested": {"on": true}}, "metrics": {}}),
            vec!["b"],
            ("metrics", json!({"profit": 12.5})),
        ),
        (
            "trades",
            json!({"id": "t", "symbol": "EURUSD", "direction": "long", "quantity": 1.5, "opened": -1, "open_price": 114_541,
                   "commission": 0.25}),
            vec!["t"],
            ("closed", json!(5)),
        ),
        (
            "positions",
            json!({"id": "p", "account": "paper", "symbol": "EURUSD", "quantity": -2.5, "average_price": 1.1, "updated": 7,
                   "realised_profit": 0.5}),
            vec!["p"],
            ("quantity", json!(3.5)),
        ),
        (
            "bars_cache",
            json!({"symbol": "EURUSD", "timeframe": "1h", "side": "bid", "open_time": 0, "open": 1, "high": 2, "low": 0, "close": 1,
                   "volume": 1.5, "ticks": 3, "content_hash": "x"}),
            vec!["EURUSD", "1h", "bid", "0"],
            ("high", json!(9)),
        ),
        (
            "instruments",
            json!({"symbol": "XPTUSD", "digits": 2, "kind": "metal"}),
            vec!["XPTUSD"],
            ("digits", json!(3)),
        ),
        (
            "calendars",
            json!({"symbol": "XPTUSD", "rules": {"name": "always", "sessions": ["Sun 00:00-Sun 00:00"], "zone": "UTC"}}),
            vec!["XPTUSD"],
            ("rules", json!({"name": "weekdays", "sessions": ["Mon 00:00-Fri 17:00"], "zone": "UTC"})),
        ),
    ]
}

#[test]
fn a_record_lives_from_its_creation_to_its_deletion() {
    let running = Running::empty();
    let mut client = running.client();
    for (table, record, parts, (field, value)) in records() {
        client.ask::<Create>(&of(table, record.clone())).unwrap();
        assert_eq!(found(&mut client, table, &parts), Some(fields(record.clone())), "{table}");
        let mut changed = fields(record.clone());
        changed.insert(field.into(), value);
        client.ask::<Update>(&of(table, Value::Object(changed.clone()))).unwrap();
        let page = PageOfTable { table: table.into(), ..PageOfTable::default() };
        assert_eq!(client.ask::<List>(&page).unwrap().records, [changed.clone()], "{table}");
        assert_eq!(client.ask::<Create>(&of(table, record)).unwrap_err().code, "record.exists");
        assert!(client.ask::<Delete>(&key(table, &parts)).unwrap().deleted);
        assert!(!client.ask::<Delete>(&key(table, &parts)).unwrap().deleted);
        assert_eq!(found(&mut client, table, &parts), None);
        let refused = client.ask::<Update>(&of(table, Value::Object(changed))).unwrap_err();
        assert_eq!(refused.code, "record.not_found");
    }
}

#[test]
fn records_come_in_pages_in_the_order_of_their_keys() {
    let running = Running::empty();
    let mut client = running.client();
    for id in ["c", "a", "d", "b"] {
        let record = json!({"id": id, "account": "x", "symbol": "EURUSD", "quantity": 1.0, "average_price": 1.0,
                            "updated": 0, "realised_profit": 0.0});
        client.ask::<Create>(&of("positions", record)).unwrap();
    }
    let mut ids = |limit, offset| {
        let page = PageOfTable { table: "positions".into(), limit, offset };
        let records = client.ask::<List>(&page).unwrap().records;
        records.iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect::<String>()
    };
    assert_eq!(ids(None, None), "abcd");
    assert_eq!((ids(Some(2), None).as_str(), ids(Some(2), Some(2)).as_str()), ("ab", "cd"));
    assert_eq!(ids(Some(1), Some(u64::MAX >> 11)), "");
    for limit in [0, 10_001] {
        let page = PageOfTable { table: "positions".into(), limit: Some(limit), offset: None };
        assert_eq!(client.ask::<List>(&page).unwrap_err().code, "record.invalid");
    }
}

#[test]
fn fields_that_make_no_sense_are_refused_with_the_codes_of_the_core() {
    let running = Running::empty();
    let mut client = running.client();
    for (table, field, value, code) in [
        ("backtests", "status", json!("odd"), "record.invalid"),
        ("backtests", "parameters", json!([1]), "record.invalid"),
        ("backtests", "unknown", json!(1), "record.invalid"),
        ("backtests", "created", json!(1.5), "record.invalid"),
        ("backtests", "symbol", json!("../x"), "symbol.invalid"),
        ("backtests", "timeframe", json!("1x"), "timeframe.invalid"),
        ("bars_cache", "side", json!("left"), "side.invalid"),
        ("instruments", "digits", json!(99), "digits.invalid"),
        ("instruments", "kind", json!("odd"), "instrument.kind_invalid"),
        ("trades", "quantity", json!(-1), "record.invalid"),
    ] {
        let (_, record, _, _) = records().into_iter().find(|(of, ..)| *of == table).unwrap();
        let mut record = fields(record);
        record.insert(field.into(), value);
        let refused = client.ask::<Create>(&of(table, Value::Object(record))).unwrap_err();
        assert_eq!(refused.code, code, "{table} {field}");
    }
    let rules = of("calendars", json!({"symbol": "EURUSD", "rules": {"zone": "Nowhere"}}));
    assert!(client.ask::<Create>(&rules).unwrap_err().code.starts_with("calendar."));
}

#[test]
fn tables_and_keys_that_are_none_are_refused() {
    let running = Running::empty();
    let mut client = running.client();
    for wrong in [key("partitions", &["x"]), key("trades", &[]), key("trades", &["a", "b"])] {
        assert_eq!(client.ask::<Get>(&wrong).unwrap_err().code, "record.invalid");
        assert_eq!(client.ask::<Delete>(&wrong).unwrap_err().code, "record.invalid");
    }
}

#[test]
fn a_page_that_no_client_would_take_is_refused() {
    let running = Running::empty();
    let mut client = running.client();
    let (_, record, _, _) = records().remove(0);
    for id in ["one", "two"] {
        let mut record = fields(record.clone());
        record.insert("id".into(), id.into());
        record.insert("parameters".into(), json!({"many": vec![0; 200_000]}));
        client.ask::<Create>(&of("backtests", Value::Object(record))).unwrap();
    }
    let page = PageOfTable { table: "backtests".into(), ..PageOfTable::default() };
    assert_eq!(client.ask::<List>(&page).unwrap_err().code, "protocol.result_too_large");
    let first = PageOfTable { limit: Some(1), ..page };
    assert_eq!(client.ask::<List>(&first).unwrap().records.len(), 1);
}
