//! Stored ticks over a socket.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;

use std::fs;

use arrow::{
    array::RecordBatch,
    datatypes::{Float32Type, Float64Type, TimestampNanosecondType},
};
use engine::{
    Client, Running,
    market::{TICKS_OF_THE_DAY, a_real_day, column, table},
    shared,
};
use tickloom_protocol::methods::{
    common::SymbolRange,
    ticks::{Days, Range},
};

const HOUR: i64 = 3_600_000_000_000;

fn symbol(symbol: &str) -> SymbolRange {
    SymbolRange { symbol: symbol.into(), ..SymbolRange::default() }
}

fn ticks(client: &mut Client, asked: &SymbolRange) -> RecordBatch {
    let parts = client.ask_in_parts::<Range>(asked).unwrap();
    assert_eq!(parts[0].price_digits, Some(5));
    assert!(parts[1..].iter().all(|part| part.price_digits.is_none()));
    table(parts.into_iter().flat_map(|part| part.columns.into_vec()).collect())
}

#[test]
fn a_day_comes_whole_and_equals_the_providers_own_hours() {
    let running = Running::over(a_real_day);
    let table = ticks(&mut running.client(), &symbol("eurusd"));
    assert_eq!(table.num_rows(), TICKS_OF_THE_DAY);
    let names = table.schema().fields().iter().map(|field| field.name().clone()).collect::<Vec<_>>();
    assert_eq!(names, ["timestamp", "bid", "ask", "bid_volume", "ask_volume"]);
    let (times, bids) =
        (column::<TimestampNanosecondType>(&table, "timestamp"), column::<Float64Type>(&table, "bid"));
    let (asks, volumes) = (column::<Float64Type>(&table, "ask"), column::<Float32Type>(&table, "bid_volume"));
    let mut row = 0;
    for hour in 0..24 {
        let bytes =
            fs::read(shared(&format!("dukascopy-bi5/EURUSD/2019/01/04/{hour:02}h_ticks.bi5"))).unwrap();
        let midnight = "2019-02-04".parse::<tickloom_model::UtcDay>().unwrap().start();
        let start = midnight.saturating_add(hour * HOUR);
        for tick in &hour_of(&bytes, start) {
            assert_eq!(times[row], tick.timestamp.as_i64());
            assert_eq!((bids[row], asks[row]), (tick.bid as f64 / 1e5, tick.ask as f64 / 1e5));
            assert_eq!(volumes[row], tick.bid_volume);
            row += 1;
        }
    }
    assert_eq!(row, TICKS_OF_THE_DAY);
}

fn hour_of(bytes: &[u8], start: tickloom_model::UnixNanos) -> Vec<tickloom_model::Tick> {
    let parsed = tickloom_formats::bi5::Decoder::new().ticks(bytes, start).unwrap();
    parsed.ticks.iter().collect()
}

#[test]
fn a_range_is_half_open_and_may_be_empty() {
    let running = Running::over(a_real_day);
    let mut client = running.client();
    let all = column::<TimestampNanosecondType>(&ticks(&mut client, &symbol("EURUSD")), "timestamp");
    let (start, end) = (all[1_000], all[2_000]);
    let some = SymbolRange { start: Some(start), end: Some(end), ..symbol("EURUSD") };
    let expected = all.iter().copied().filter(|time| (start..end).contains(time)).collect::<Vec<_>>();
    assert_eq!(column::<TimestampNanosecondType>(&ticks(&mut client, &some), "timestamp"), expected);
    for (start, end) in [(start, start), (i64::MIN, i64::MIN + 1), (i64::MAX - 1, i64::MAX)] {
        let none = SymbolRange { start: Some(start), end: Some(end), ..symbol("EURUSD") };
        assert_eq!(ticks(&mut client, &none).num_rows(), 0);
    }
}

#[test]
fn days_are_told_without_reading_them() {
    let running = Running::over(a_real_day);
    let mut client = running.client();
    assert_eq!(client.ask::<Days>(&symbol("EURUSD")).unwrap().days, ["2019-02-04"]);
    let before = SymbolRange { end: Some(0), ..symbol("EURUSD") };
    assert!(client.ask::<Days>(&before).unwrap().days.is_empty());
}

#[test]
fn what_makes_no_sense_is_refused_with_the_codes_of_the_core() {
    let running = Running::over(a_real_day);
    let mut client = running.client();
    let backwards = SymbolRange { start: Some(1), end: Some(0), ..symbol("EURUSD") };
    for (asked, code) in [
        (symbol("GBPUSD"), "symbol.unknown"),
        (symbol("../EURUSD"), "symbol.invalid"),
        (symbol(""), "symbol.invalid"),
        (backwards, "time.range_invalid"),
    ] {
        assert_eq!(client.ask_in_parts::<Range>(&asked).unwrap_err().code, code);
        assert_eq!(client.ask::<Days>(&asked).unwrap_err().code, code);
    }
}

#[test]
fn a_day_that_was_damaged_says_so() {
    let running = Running::over(a_real_day);
    let mut client = running.client();
    let file = running.home().join("ticks/symbol=EURUSD/date=2019-02-04/ticks.parquet");
    let mut bytes = fs::read(&file).unwrap();
    bytes.truncate(1_000);
    fs::write(&file, bytes).unwrap();
    assert_eq!(client.ask_in_parts::<Range>(&symbol("EURUSD")).unwrap_err().code, "store.partition_damaged");
}

#[test]
fn a_client_that_cancels_a_long_result_is_served_on() {
    let running = Running::over(a_real_day);
    let mut client = running.client();
    for _ in 0..5 {
        let asked = client.request("ticks.range", &symbol("EURUSD"));
        client.cancel(asked);
        loop {
            match client.hear() {
                engine::Heard::Reply { more: true, .. } => {}
                engine::Heard::Reply { more: false, .. } => break,
                engine::Heard::Error { refused, .. } => {
                    assert_eq!(refused.code, "protocol.cancelled");
                    break;
                }
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!(ticks(&mut client, &symbol("EURUSD")).num_rows(), TICKS_OF_THE_DAY);
}
