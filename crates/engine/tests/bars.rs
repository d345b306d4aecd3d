//! Bars over a socket, held against the provider's own candles.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;

use std::{collections::BTreeMap, fs};

use arrow::{
    array::RecordBatch,
    datatypes::{Float64Type, TimestampNanosecondType},
};
use engine::{
    Client, Running,
    market::{a_real_day, column, table},
    shared,
};
use tickloom_protocol::methods::bars::{Align, AlignQuery, BarsQuery, Range};

fn asked(timeframes: &[&str]) -> BarsQuery {
    let timeframes = timeframes.iter().map(|timeframe| (*timeframe).into()).collect();
    BarsQuery { symbol: "EURUSD".into(), timeframes, ..BarsQuery::default() }
}

/// Tables by timeframe, with the decimals of their prices.
fn bars(client: &mut Client, asked: &BarsQuery) -> BTreeMap<String, (u32, RecordBatch)> {
    let mut streams = BTreeMap::<String, (u32, Vec<u8>)>::new();
    for part in client.ask_in_parts::<Range>(asked).unwrap() {
        let stream = streams.entry(part.timeframe).or_default();
        stream.0 += part.price_digits.unwrap_or_default();
        stream.1.extend_from_slice(&part.columns);
    }
    streams.into_iter().map(|(timeframe, (digits, bytes))| (timeframe, (digits, table(bytes)))).collect()
}

#[test]
fn bars_equal_the_providers_own_candles() {
    let running = Running::over(a_real_day);
    let mut client = running.client();
    for (file, period, timeframe, side) in [
        ("01/04/BID_candles_min_1.bi5", "2019-02-04", "1m", "bid"),
        ("01/04/ASK_candles_min_1.bi5", "2019-02-04", "1m", "ask"),
        ("01/BID_candles_hour_1.bi5", "2019-02-01", "1h", "bid"),
        ("BID_candles_day_1.bi5", "2019-01-01", "1d", "bid"),
    ] {
        let query = BarsQuery { side: Some(side.into()), ..asked(&[timeframe]) };
        let (digits, bars) = bars(&mut client, &query).remove(timeframe).unwrap();
        assert_eq!(digits, 5);
        let opened = column::<TimestampNanosecondType>(&bars, "open_time");
        let prices = ["open", "high", "low", "close"].map(|name| column::<Float64Type>(&bars, name));
        let bytes = fs::read(shared("dukascopy-bi5/EURUSD/2019").join(file)).unwrap();
        let candles = tickloom_formats::bi5::Decoder::new().candles(&bytes, period.parse().unwrap()).unwrap();
        let of_the_day = candles.iter().filter(|candle| opened.contains(&candle.open_time.as_i64()));
        let mut rows = 0;
        for (row, candle) in of_the_day.enumerate() {
            let found = prices.each_ref().map(|prices| (prices[row] * 1e5).round() as i64);
            assert_eq!(found, [candle.open, candle.high, candle.low, candle.close], "{file}");
            assert_eq!(opened[row], candle.open_time.as_i64());
            rows += 1;
        }
        assert_eq!(rows, bars.num_rows(), "{file}");
    }
}

#[test]
fn several_timeframes_come_one_after_the_other() {
    let running = Running::over(a_real_day);
    let mut client = running.client();
    let parts = client.ask_in_parts::<Range>(&asked(&["1h", "5m", "100t", "1d"])).unwrap();
    let mut order = parts.iter().map(|part| part.timeframe.as_str()).collect::<Vec<_>>();
    order.dedup();
    assert_eq!(order, ["1h", "5m", "100t", "1d"]);
    let tables = bars(&mut client, &asked(&["1h", "5m", "100t", "1d"]));
    let rows = ["1h", "5m", "100t", "1d"].map(|timeframe| tables[timeframe].1.num_rows());
    assert_eq!(rows, [24, 288, 1_368, 1]);
    let nothing = client.ask_in_parts::<Range>(&asked(&[])).unwrap();
    assert!(nothing.iter().all(|part| part.columns.is_empty()));
}

#[test]
fn a_question_may_have_all_its_words() {
    let running = Running::over(a_real_day);
    let mut client = running.client();
    let noon = "2019-02-04T12:00:30".parse::<tickloom_model::UnixNanos>().unwrap().as_i64();
    let query = BarsQuery {
        start: Some(noon - 3_600_000_000_000),
        side: Some("mid".into()),
        day: Some("session".into()),
        fill: Some("flat".into()),
        as_of: Some(noon),
        forming: Some(true),
        detail: Some(true),
        ..asked(&["1m"])
    };
    let (digits, bars) = bars(&mut client, &query).remove("1m").unwrap();
    assert_eq!((digits, bars.num_columns()), (6, 13));
    let opened = column::<TimestampNanosecondType>(&bars, "open_time");
    assert_eq!((opened.len(), opened.last()), (60, Some(&(noon - 30_000_000_000))));
}

#[test]
fn bars_side_by_side_are_one_table() {
    let running = Running::over(a_real_day);
    let timeframes = vec!["30m".into(), "1h".into()];
    let query = AlignQuery { symbol: "EURUSD".into(), timeframes, ..AlignQuery::default() };
    let parts = running.client().ask_in_parts::<Align>(&query).unwrap();
    let aligned = table(parts.into_iter().flat_map(|part| part.columns.into_vec()).collect());
    assert_eq!(aligned.num_rows(), 48);
    assert!(aligned.column_by_name("1h_close").is_some());
}

#[test]
fn words_that_mean_nothing_are_refused_with_the_codes_of_the_core() {
    let running = Running::over(a_real_day);
    let mut client = running.client();
    let word = |word: &str| Some(word.to_owned());
    let usual = || asked(&["1h"]);
    for (query, code) in [
        (BarsQuery { symbol: "GBPUSD".into(), ..usual() }, "symbol.unknown"),
        (BarsQuery { symbol: "a b".into(), ..usual() }, "symbol.invalid"),
        (asked(&["1h", "1x"]), "timeframe.invalid"),
        (BarsQuery { side: word("left"), ..usual() }, "side.invalid"),
        (BarsQuery { day: word("lunch"), ..usual() }, "day.invalid"),
        (BarsQuery { fill: word("up"), ..usual() }, "fill.invalid"),
        (BarsQuery { fill: word("flat"), ..asked(&["100t"]) }, "fill.not_of_time"),
        (BarsQuery { start: Some(2), end: Some(1), ..usual() }, "time.range_invalid"),
    ] {
        assert_eq!(client.ask_in_parts::<Range>(&query).unwrap_err().code, code);
    }
    let twice =
        AlignQuery { symbol: "EURUSD".into(), timeframes: vec!["1h".into(); 2], ..AlignQuery::default() };
    assert_eq!(client.ask_in_parts::<Align>(&twice).unwrap_err().code, "align.invalid");
}
