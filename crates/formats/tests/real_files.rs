//! Every real file of the shared data reads as its description says.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod common;

use common::{digits, real_file, split_header, time};
use tickloom_formats::{
    FormatError, Parsed,
    bi5::{Decoder, hour_of_path},
    csv::{Layout, write_dukascopy_ticks, write_ticks},
};
use tickloom_model::{Bars, Digits, Ticks, UnixNanos};

/// A row of the tables in the data's description.
struct Described {
    path: String,
    rows: usize,
    first: String,
    last: String,
    notes: String,
}

fn described(folder: &str) -> Vec<Described> {
    let readme = String::from_utf8(real_file("README.md")).unwrap();
    let rows = readme.lines().filter(|line| line.starts_with(&format!("| `{folder}/")));
    rows.map(|line| {
        let cells: Vec<String> = line.split('|').map(|cell| cell.trim().trim_matches('`').into()).collect();
        let [_, path, rows, first, last, notes, ..] = &cells[..] else { panic!("{line}") };
        let [path, first, last, notes] = [path, first, last, notes].map(String::clone);
        Described { path, rows: rows.parse().unwrap(), first, last, notes }
    })
    .collect()
}

fn price(points: i64, digits: usize) -> String {
    let text = format!("{:.digits$}", points as f64 / 10_f64.powi(digits as i32));
    text.trim_end_matches('0').trim_end_matches('.').into()
}

fn moment(nanos: i64) -> String {
    UnixNanos::new(nanos).to_string()
}

#[test]
fn every_hour_of_ticks_holds_what_its_description_says() {
    let mut decoder = Decoder::new();
    let files: Vec<_> =
        described("dukascopy-bi5").into_iter().filter(|file| file.path.contains("h_ticks")).collect();
    assert_eq!(files.len(), 25);
    for Described { path, rows, first, last, notes } in files {
        let (symbol, hour) = hour_of_path(&path).unwrap();
        let places = if symbol.unwrap().as_str() == "BTCUSD" { 1 } else { 5 };
        let Parsed { ticks, rows: seen, lines, refused, .. } =
            decoder.ticks(&real_file(&path), hour).unwrap();
        assert_eq!((ticks.len(), seen as usize, lines, refused.count), (rows, rows, 0, 0), "{path}");
        assert_eq!((moment(ticks.timestamp[0]), moment(ticks.timestamp[rows - 1])), (first, last), "{path}");
        let (low, high) = (ticks.bid.iter().min().unwrap(), ticks.bid.iter().max().unwrap());
        let bids = format!("bid {}..{}, ", price(*low, places), price(*high, places));
        assert!(notes.starts_with(&bids), "{path}: {bids}");
        assert!(ticks.is_sorted() && ticks.iter().all(|tick| tick.ask >= tick.bid), "{path}");
    }
}

#[test]
fn every_file_of_candles_holds_what_its_description_says() {
    let files: Vec<_> =
        described("dukascopy-bi5").into_iter().filter(|file| file.path.contains("_candles_")).collect();
    assert_eq!(files.len(), 5);
    for Described { path, rows, first, last, notes } in files {
        let bars = Decoder::new().candles(&real_file(&path), time(&first)).unwrap();
        assert_eq!(bars.len(), rows, "{path}");
        assert_eq!((moment(bars.open_time[0]), moment(bars.open_time[rows - 1])), (first, last), "{path}");
        assert_eq!(summary(&bars), notes, "{path}");
        assert!(bars.ticks.iter().all(|ticks| *ticks == 0), "{path}");
    }
}

fn summary(bars: &Bars) -> String {
    let low = price(*bars.low.iter().min().unwrap(), 5);
    let high = price(*bars.high.iter().max().unwrap(), 5);
    let flat = bars.iter().filter(|bar| bar.volume == 0.0 && bar.high == bar.low).count();
    format!("low {low}, high {high}, {flat} flat bars with volume 0")
}

#[test]
fn an_empty_file_is_an_hour_without_ticks() {
    let parsed = Decoder::new().ticks(&real_file("dukascopy-bi5/empty.bi5"), time("2019-02-04")).unwrap();
    assert_eq!(parsed, Parsed::default());
}

#[test]
fn the_yen_day_reads_whole() {
    let file = real_file("dukascopy-csv/CADJPY_tick.csv");
    let (header, rows) = split_header(&file);
    let layout = Layout::bind(header, rows).unwrap();
    assert_eq!((layout.dialect(), layout.digits(rows)), ("dukascopy-export", Some(digits(3))));
    let Parsed { ticks, rows, lines, refused, .. } = layout.parse(rows, digits(3));
    assert_eq!((rows, lines, refused.count), (52_948, 52_948, 0));
    assert_eq!(moment(ticks.timestamp[0]), "2012-05-01T00:00:01.680Z");
    assert_eq!(moment(ticks.timestamp[52_947]), "2012-05-01T23:59:50.267Z");
    let (first, last) = (ticks.get(0), ticks.get(52_947));
    assert_eq!((first.bid, first.ask, first.bid_volume, first.ask_volume), (80_911, 80_928, 1.58, 2.33));
    assert_eq!((last.bid, last.ask, last.bid_volume, last.ask_volume), (81_377, 81_393, 1.58, 2.33));
}

#[test]
fn the_iso_file_reads_whole_without_volumes_and_last_newline() {
    let file = real_file("dukascopy-csv/EURUSD_2020_iso8601.csv");
    let (header, rows) = split_header(&file);
    let layout = Layout::bind(header, rows).unwrap();
    assert_eq!((layout.dialect(), layout.digits(rows)), ("iso-ask-first", Some(digits(5))));
    let Parsed { ticks, rows, lines, refused, .. } = layout.parse(rows, digits(5));
    assert_eq!((rows, lines, refused.count), (499, 499, 0));
    assert_eq!(moment(ticks.timestamp[0]), "2020-01-01T22:01:12.821Z");
    assert_eq!(moment(ticks.timestamp[498]), "2020-01-01T22:34:41.474Z");
    let (first, last) = (ticks.get(0), ticks.get(498));
    assert_eq!((first.bid, first.ask, first.bid_volume), (112_106, 112_160, 0.0));
    assert_eq!((last.bid, last.ask, last.ask_volume), (112_146, 112_159, 0.0));
}

#[test]
fn files_of_bars_are_refused_as_such() {
    for (path, code) in [
        ("dukascopy-csv/AUDUSD_M1_BID_website_export.csv", "csv.candles"),
        ("dukascopy-csv/cadjpy_m1.csv", "csv.no_header"),
    ] {
        let file = real_file(path);
        let (header, rows) = split_header(&file);
        assert_eq!(Layout::bind(header, rows).map_err(|error| error.code()).unwrap_err(), code, "{path}");
    }
}

#[test]
fn a_real_hour_survives_the_way_through_csv_and_back_through_bi5() {
    let hour = time("2019-02-04T15:00:00Z");
    let compressed = real_file("dukascopy-bi5/EURUSD/2019/01/04/15h_ticks.bi5");
    let ticks = Decoder::new().ticks(&compressed, hour).unwrap().ticks;
    for (header, write_ticks) in [
        ("timestamp,bid,ask,bid_volume,ask_volume", write_ticks as fn(&Ticks, Digits, &mut Vec<u8>)),
        ("Gmt time,Ask,Bid,AskVolume,BidVolume", write_dukascopy_ticks),
    ] {
        let mut rows = Vec::new();
        write_ticks(&ticks, digits(5), &mut rows);
        assert_eq!(Layout::bind(header.as_bytes(), &rows).unwrap().parse(&rows, digits(5)).ticks, ticks);
    }
    let again = tickloom_formats::bi5::encode_ticks(&ticks, hour).unwrap();
    assert_eq!(Decoder::new().ticks(&again, hour).unwrap().ticks, ticks);
}

#[test]
fn ticks_are_no_candles() {
    let hour = real_file("dukascopy-bi5/EURUSD/2019/01/04/00h_ticks.bi5");
    let error = Decoder::new().candles(&hour, time("2019-02-04")).unwrap_err();
    assert_eq!(error, FormatError::Bi5PartialRecord { size: 74_660, record: 24 });
}
