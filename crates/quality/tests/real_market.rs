//! Real days: what their descriptions say is found, and nothing is made out of news, openings and quiet hours.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod common;

use std::io::{Cursor, Read};

use common::{digits, real_file};
use tickloom_formats::{
    bi5::{Decoder, hour_of_path},
    csv::{Dialect, Layout, ReadOptions, date_of_name},
};
use tickloom_model::{Digits, Ticks};
use tickloom_quality::{
    FindingCode::{self, Crossed, EqualTimes, ZeroSpread},
    checks::{self, Keep},
};

/// Counts of everything found by both kinds of checks.
fn found(ticks: &Ticks, digits: Digits) -> Vec<(FindingCode, u64)> {
    let day = checks::day(ticks, Keep::First);
    let batch = checks::batch(ticks, digits, Keep::First);
    day.iter().chain(batch.iter()).map(|(code, count, _)| (code, count)).collect()
}

fn hours(paths: impl Iterator<Item = String>) -> Ticks {
    let mut all = Ticks::default();
    for path in paths {
        let (_, hour) = hour_of_path(&path).unwrap();
        let hour = Decoder::new().ticks(&real_file(&path), hour).unwrap().ticks;
        all.extend_from(&hour, 0..hour.len());
    }
    all
}

fn csv(file: &[u8], options: &ReadOptions, digits: Digits) -> Ticks {
    let end = file.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let layout = Layout::bind_with(&file[..end], &file[end..], options).unwrap();
    let rows = if layout.has_header() { &file[end..] } else { file };
    layout.parse(rows, digits).ticks
}

fn lean(dialect: &str, path: &str) -> Ticks {
    let mut zip = zip::ZipArchive::new(Cursor::new(real_file(path))).unwrap();
    let mut rows = Vec::new();
    zip.by_index(0).unwrap().read_to_end(&mut rows).unwrap();
    let dialect = Some(Dialect::named(dialect).unwrap());
    csv(&rows, &ReadOptions { dialect, date: date_of_name(path), ..ReadOptions::default() }, digits(5))
}

#[test]
fn a_day_of_euros_is_clean_in_every_piece() {
    let path = |hour| format!("dukascopy-bi5/EURUSD/2019/01/04/{hour:02}h_ticks.bi5");
    assert_eq!(found(&hours((0..24).map(path)), digits(5)), []);
    for hour in 0..24 {
        assert_eq!(found(&hours([path(hour)].into_iter()), digits(5)), [], "{hour}");
    }
}

#[test]
fn an_hour_of_bitcoin_is_clean() {
    let path = "dukascopy-bi5/BTCUSD/2023/01/20/12h_ticks.bi5".to_owned();
    assert_eq!(found(&hours([path].into_iter()), digits(1)), []);
}

#[test]
fn a_day_of_yen_with_news_at_14_00_is_clean() {
    let ticks = csv(&real_file("dukascopy-csv/CADJPY_tick.csv"), &ReadOptions::default(), digits(3));
    assert_eq!((ticks.len(), found(&ticks, digits(3))), (52_948, vec![]));
}

#[test]
fn new_year_s_first_half_hour_is_clean() {
    let ticks = csv(&real_file("dukascopy-csv/EURUSD_2020_iso8601.csv"), &ReadOptions::default(), digits(5));
    assert_eq!((ticks.len(), found(&ticks, digits(5))), (499, vec![]));
}

#[test]
fn a_payroll_friday_and_sunday_openings_show_what_their_description_says() {
    let oanda = |date| lean("lean", &format!("lean/forex/oanda/tick/eurusd/{date}_quote.zip"));
    assert_eq!(found(&oanda(20_140_502), digits(5)), [(EqualTimes, 277)]);
    assert_eq!(found(&oanda(20_140_504), digits(5)), [(EqualTimes, 13)]);
    let fxcm = lean("lean-fxcm", "lean/forex/fxcm/tick/eurusd/20140504_quote.zip");
    let found = found(&fxcm, digits(5));
    assert_eq!(
        found.into_iter().filter(|(code, _)| *code != EqualTimes).collect::<Vec<_>>(),
        [(Crossed, 174), (ZeroSpread, 259)]
    );
}
