//! Imports of real ticks: the same day from every format is the same day.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use std::fs;

use common::{data, import_paths, import_with, write_csv};
use tickloom_formats::csv;
use tickloom_importer::{ImportOptions, Outcome};
use tickloom_model::{Side, Timeframe};
use tickloom_store::{BarQuery, Store};

const TICKS_OF_THE_DAY: u64 = 136_741;

#[test]
fn a_day_of_hours_is_one_partition_with_all_its_sources() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    let report = import_paths(&store, "EURUSD", &[data("dukascopy-bi5")]);
    assert_eq!((report.outcome, report.files, report.stored), (Outcome::Done, 24, TICKS_OF_THE_DAY));
    assert_eq!(
        (report.rows, report.duplicates, report.refused, report.days_changed),
        (TICKS_OF_THE_DAY, 0, 0, 1)
    );
    // Candles, another symbols' files and a file without an hour in its path are passed over.
    assert_eq!(report.skipped.len(), 7);
    let key = tickloom_store::PartitionKey {
        symbol: "EURUSD".parse().unwrap(),
        day: "2019-02-04".parse().unwrap(),
    };
    let sources = store.sources(&key).unwrap();
    assert_eq!(sources.len(), 24);
    assert_eq!(sources[0].name, "EURUSD/2019/01/04/00h_ticks.bi5");
    assert_eq!(sources.iter().map(|source| source.ticks).sum::<u64>(), TICKS_OF_THE_DAY);
}

#[test]
fn bars_of_imported_hours_equal_the_providers_own_candles() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    import_paths(&store, "EURUSD", &[data("dukascopy-bi5/EURUSD")]);
    let folder = data("dukascopy-bi5/EURUSD/2019");
    for (file, period, timeframe, side) in [
        ("01/04/BID_candles_min_1.bi5", "2019-02-04", "1m", Side::Bid),
        ("01/04/ASK_candles_min_1.bi5", "2019-02-04", "1m", Side::Ask),
        ("01/BID_candles_hour_1.bi5", "2019-02-01", "1h", Side::Bid),
        ("BID_candles_day_1.bi5", "2019-01-01", "1d", Side::Bid),
    ] {
        let bytes = fs::read(folder.join(file)).unwrap();
        let candles = tickloom_formats::bi5::Decoder::new().candles(&bytes, period.parse().unwrap()).unwrap();
        let query = BarQuery::new("EURUSD".parse().unwrap(), &[timeframe.parse().unwrap()], side);
        let bars = store.bars(&query).unwrap().remove(0).bars;
        let of_the_day: Vec<_> =
            candles.iter().filter(|candle| bars.open_time.contains(&candle.open_time.as_i64())).collect();
        assert_eq!(of_the_day.len(), bars.len(), "{file}");
        for (bar, candle) in bars.iter().zip(of_the_day) {
            assert_eq!(
                (bar.open_time, bar.open, bar.high, bar.low, bar.close),
                (candle.open_time, candle.open, candle.high, candle.low, candle.close),
                "{file}"
            );
            assert!(
                (bar.volume - candle.volume).abs() <= 1e-6 * candle.volume.max(1.0),
                "{file} {bar:?} {candle:?}"
            );
        }
    }
}

#[test]
fn the_same_day_from_bi5_and_csv_in_any_order_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let bi5 = data("dukascopy-bi5/EURUSD");
    let csv = folder.path().join("EURUSD 2019-02-04.csv");
    let first = Store::open(&folder.path().join("first")).unwrap();
    import_paths(&first, "EURUSD", std::slice::from_ref(&bi5));
    write_csv(&first, "EURUSD", &csv);
    let expected = first.instruments().unwrap();
    let orders: [&[&std::path::PathBuf]; 5] =
        [&[&csv], &[&bi5, &csv], &[&csv, &bi5], &[&csv, &csv], &[&bi5, &bi5]];
    for (number, order) in orders.into_iter().enumerate() {
        let store = Store::open(&folder.path().join(number.to_string())).unwrap();
        let reports: Vec<_> =
            order.iter().map(|path| import_paths(&store, "EURUSD", &[(*path).clone()])).collect();
        assert_eq!(reports[0].stored, TICKS_OF_THE_DAY);
        assert!(reports[1..].iter().all(|report| (report.stored, report.days_changed) == (0, 0)));
        assert!(reports[1..].iter().all(|report| report.duplicates == TICKS_OF_THE_DAY));
        assert_eq!(store.instruments().unwrap()[0].content_hash, expected[0].content_hash, "{order:?}");
    }
    let both = Store::open(&folder.path().join("both")).unwrap();
    let report = import_paths(&both, "EURUSD", &[csv, bi5]);
    assert_eq!((report.stored, report.duplicates), (TICKS_OF_THE_DAY, TICKS_OF_THE_DAY));
    assert_eq!(both.instruments().unwrap()[0].content_hash, expected[0].content_hash);
}

#[test]
fn an_hour_without_ticks_and_an_unknown_symbol_with_decimals_are_fine() {
    let folder = tempfile::tempdir().unwrap();
    let hours = folder.path().join("feed/MYINDEX/2023/01/20");
    fs::create_dir_all(&hours).unwrap();
    fs::copy(data("dukascopy-bi5/BTCUSD/2023/01/20/12h_ticks.bi5"), hours.join("12h_ticks.bi5")).unwrap();
    fs::copy(data("dukascopy-bi5/empty.bi5"), hours.join("13h_ticks.bi5")).unwrap();
    let store = Store::open(&folder.path().join("home")).unwrap();
    let feed = [folder.path().join("feed")];

    let error = import_with(&store, "MYINDEX", &feed, &ImportOptions::default()).err().unwrap();
    assert_eq!(error.code(), "import.digits_needed");

    let one_digit =
        ImportOptions { digits: Some(tickloom_model::Digits::new(1).unwrap()), ..ImportOptions::default() };
    let report = import_with(&store, "MYINDEX", &feed, &one_digit).unwrap();
    assert_eq!((report.files, report.stored), (2, 8_523));
    let query = BarQuery::new("MYINDEX".parse().unwrap(), &[Timeframe::H1.into()], Side::Bid);
    let bars = store.bars(&query).unwrap().remove(0);
    // data/README: bid 24693.6..24880
    assert_eq!((bars.bars.low[0], bars.bars.high[0]), (246_936, 248_800));
}

#[test]
fn the_old_export_and_the_iso_dialect_are_read_whole() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    for (symbol, file, ticks, first, last) in [
        ("CADJPY", "CADJPY_tick.csv", 52_948, "2012-05-01T00:00:01.680Z", "2012-05-01T23:59:50.267Z"),
        ("EURUSD", "EURUSD_2020_iso8601.csv", 499, "2020-01-01T22:01:12.821Z", "2020-01-01T22:34:41.474Z"),
    ] {
        let report = import_paths(&store, symbol, &[data("dukascopy-csv").join(file)]);
        assert_eq!((report.outcome, report.stored, report.refused), (Outcome::Done, ticks, 0), "{file}");
        let stored =
            store.instruments().unwrap().into_iter().find(|one| one.symbol.as_str() == symbol).unwrap();
        assert_eq!((stored.first.to_string(), stored.last.to_string()), (first.into(), last.into()));
    }
}

#[test]
fn bars_are_refused_as_ticks_and_named() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    let report = import_paths(&store, "AUDUSD", &[data("dukascopy-csv/AUDUSD_M1_BID_website_export.csv")]);
    assert_eq!((report.outcome, report.stored, report.files), (Outcome::Refused, 0, 0));
    assert_eq!(report.refused_files[0].code, "csv.candles");
}

#[test]
fn quotes_without_header_in_archives_are_read_with_their_dialect_and_zone() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    let lean = csv::Dialect::named("lean").unwrap();
    for (path, zone, ticks, first) in [
        ("oanda/tick/eurusd/20140502_quote.zip", "UTC", 49_341, "2014-05-02T00:00:00.277Z"),
        ("fxcm/tick/eurusd/20140504_quote.zip", "-05:00", 8_025, "2014-05-04T19:00:51.815Z"),
    ] {
        let file = [data("lean/forex").join(path)];
        let named =
            csv::ReadOptions { dialect: Some(lean), zone: Some(zone.parse().unwrap()), ..Default::default() };
        let options = ImportOptions { read: named, ..ImportOptions::default() };
        let symbol = if zone == "UTC" { "EURUSD.OANDA" } else { "EURUSD.FXCM" };
        let unnamed = import_with(
            &store,
            symbol,
            &file,
            &ImportOptions {
                digits: Some(tickloom_model::Digits::new(5).unwrap()),
                ..ImportOptions::default()
            },
        )
        .unwrap();
        assert_eq!(unnamed.refused_files[0].code, "csv.no_header");
        let report = import_with(&store, symbol, &file, &options).unwrap();
        assert_eq!((report.outcome, report.stored, report.digits.get()), (Outcome::Done, ticks, 5), "{path}");
        let stored =
            store.instruments().unwrap().into_iter().find(|one| one.symbol.as_str() == symbol).unwrap();
        assert_eq!(stored.first.to_string(), first, "{path}");
    }
}
