//! What is told of a file before anything is imported.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod common;

use common::{digits, real_file};
use tickloom_formats::{
    csv::{Dialect, ReadOptions, VolumeUnit, ZoneSource},
    inspect,
};

#[test]
fn kinds_of_files_are_told_by_how_they_begin() {
    for (path, format) in [
        ("dukascopy-bi5/EURUSD/2019/01/04/00h_ticks.bi5", "bi5"),
        ("dukascopy-json/ticks-BTC-USD-2023-2-20-12.json", "dukascopy-json"),
        ("lean/forex/oanda/tick/eurusd/20140502_quote.zip", "zip"),
        ("dukascopy-csv/CADJPY_tick.csv", "csv"),
    ] {
        let found = inspect(&real_file(path), path, &ReadOptions::default());
        assert_eq!((found.format, found.problem), (format, None), "{path}");
        assert!((found.confidence - 1.0).abs() < 1e-9, "{path}: {:?}", found.reasons);
    }
    for (bytes, name, format) in [
        (&b""[..], "00h_ticks.bi5", "bi5"),
        (b"", "a.csv", "unknown"),
        (b"PAR1....", "a", "parquet"),
        (b"\x1f\x8b\x08", "a.csv", "gzip"),
        (b"hello", "a.csv", "unknown"),
    ] {
        assert_eq!(inspect(bytes, name, &ReadOptions::default()).format, format, "{name}");
    }
}

#[test]
fn the_real_day_is_told_in_all_its_parts() {
    let found =
        inspect(&real_file("dukascopy-csv/CADJPY_tick.csv"), "CADJPY_tick.csv", &ReadOptions::default());
    assert_eq!(found.warnings, [] as [&str; 0]);
    let csv = found.csv.unwrap();
    assert_eq!(
        (csv.dialect, csv.has_header, csv.separator, csv.decimal),
        ("dukascopy-export", true, ',', '.')
    );
    assert_eq!((csv.time_format, csv.zone.to_string().as_str()), ("04.02.2019 13:30:00.250", "UTC"));
    assert_eq!(csv.columns, ["time", "ask", "bid", "ask_volume", "bid_volume"]);
    assert_eq!((csv.digits, csv.volumes), (Some(digits(3)), VolumeUnit::Millions));
    assert_eq!((csv.rows.len(), csv.rows[0].bid), (5, 80_911));
}

#[test]
fn a_file_without_header_is_guessed_and_the_name_of_its_dialect_asked_for() {
    let rows = "75600462,1.38817,1.38884\r\n75600463,1.38817,1.38884\r\n";
    let found = inspect(rows.as_bytes(), "20140502_eurusd_tick_quote.csv", &ReadOptions::default());
    assert_eq!(found.problem.unwrap().code(), "csv.no_header");
    assert!((0.3..0.5).contains(&found.confidence), "{}", found.confidence);
    let csv = found.csv.unwrap();
    assert_eq!((csv.dialect, csv.zone_source, csv.rows.len()), ("lean", ZoneSource::Dialect, 2));
    assert_eq!(csv.rows[0].timestamp.to_string(), "2014-05-02T21:00:00.462Z");

    let named = ReadOptions { dialect: Some(Dialect::named("lean").unwrap()), ..ReadOptions::default() };
    let found = inspect(rows.as_bytes(), "20140502_eurusd_tick_quote.csv", &named);
    assert_eq!(found.problem, None);
    assert!((found.confidence - 1.0).abs() < 1e-9);
}

#[test]
fn doubts_lower_the_confidence_and_are_said() {
    let file =
        "Ask,Extra,Bid,Time\n2,,1,2019-02-04T00:00:00\n2,,x,2019-02-04T00:00:00\n1,,2,2019-02-04T00:00:00\n";
    let found = inspect(file.as_bytes(), "ticks.csv", &ReadOptions::default());
    assert!((0.5..0.6).contains(&found.confidence), "{}", found.confidence);
    let said = found.warnings.join("; ");
    for word in ["UTC is assumed", "line 2", "in 1 of the first rows"] {
        assert!(said.contains(word), "{said}");
    }
    let cut = &file[..file.len() - 10];
    assert_eq!(inspect(cut.as_bytes(), "ticks.csv", &ReadOptions::default()).csv.unwrap().rows.len(), 1);
}

#[test]
fn bars_are_named_as_such() {
    let path = "dukascopy-csv/AUDUSD_M1_BID_website_export.csv";
    let found = inspect(&real_file(path), path, &ReadOptions::default());
    assert_eq!((found.format, found.problem.unwrap().code()), ("csv", "csv.candles"));
}
