//! What is told of files before an import, and that the import it proposes works.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use std::{fs, io::Write, path::PathBuf};

use common::{data, import_with};
use flate2::{Compression, write::GzEncoder};
use tickloom_formats::csv::{Dialect, ReadOptions};
use tickloom_importer::{FileInspection, ImportOptions, Inspected, TreeInspection, inspect};
use tickloom_model::Digits;
use tickloom_store::Store;

fn file(path: impl Into<PathBuf>) -> FileInspection {
    match inspect(&path.into(), &ReadOptions::default()).unwrap() {
        Inspected::File(file) => *file,
        Inspected::Tree(tree) => panic!("{tree:?}"),
    }
}

fn tree(path: impl Into<PathBuf>) -> TreeInspection {
    match inspect(&path.into(), &ReadOptions::default()).unwrap() {
        Inspected::Tree(tree) => *tree,
        Inspected::File(file) => panic!("{file:?}"),
    }
}

/// The options that the arguments stand for, as the command line reads them.
fn options_of(arguments: &[String]) -> ImportOptions {
    let mut options = ImportOptions { digits: Some(Digits::new(5).unwrap()), ..ImportOptions::default() };
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--dialect" => options.read.dialect = Some(Dialect::named(words.next().unwrap()).unwrap()),
            "--zone" => {
                options.read.zone =
                    Some(words.next().unwrap().replace("ZONE", "Europe/Athens").parse().unwrap())
            }
            "--swap-sides" => options.read.swap = true,
            other => panic!("{other}"),
        }
    }
    options
}

#[test]
fn the_real_files_are_told_whole() {
    let times = |file: &FileInspection| [file.first, file.last].map(|time| time.unwrap().to_string());
    let csv = file(data("dukascopy-csv/CADJPY_tick.csv"));
    assert_eq!(
        (csv.found.format, csv.symbol.as_ref().unwrap().as_str(), csv.digits.unwrap().get()),
        ("csv", "CADJPY", 3)
    );
    assert_eq!(times(&csv), ["2012-05-01T00:00:01.680Z", "2012-05-01T23:59:50.267Z"]);
    let estimate = csv.rows.unwrap();
    assert!(!csv.rows_are_counted && (50_000..56_000).contains(&estimate), "{estimate} for 52,948");
    assert_eq!(
        (csv.shown.len(), csv.shown[0].as_str()),
        (5, "2012-05-01T00:00:01.680Z,80.911,80.928,1.58,2.33")
    );
    assert_eq!((csv.problem, csv.arguments, csv.found.warnings), (None, vec![], vec![]));

    let json = file(data("dukascopy-json/ticks-BTC-USD-2023-2-20-12.json"));
    assert_eq!((json.found.format, json.rows, json.rows_are_counted), ("dukascopy-json", Some(8_523), true));
    assert_eq!(times(&json), ["2023-02-20T12:00:00.084Z", "2023-02-20T12:59:58.781Z"]);

    let hour = file(data("dukascopy-bi5/EURUSD/2019/01/04/00h_ticks.bi5"));
    assert_eq!((hour.found.format, hour.rows, hour.symbol.unwrap().as_str()), ("bi5", Some(3_733), "EURUSD"));
    assert_eq!((hour.arguments, hour.problem), (vec![], None));
}

#[test]
fn what_cannot_be_imported_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, bytes: &[u8]| {
        fs::write(folder.path().join(name), bytes).unwrap();
        folder.path().join(name)
    };
    for (path, code) in [
        (data("dukascopy-csv/AUDUSD_M1_BID_website_export.csv"), "csv.candles"),
        (data("dukascopy-bi5/EURUSD/2019/01/04/BID_candles_min_1.bi5"), "bi5.candles"),
        (path("empty.csv", b""), "csv.empty"),
        (path("wide.csv", b"\xff\xfet\0i\0m\0e\0"), "csv.encoding"),
        (path("cut.csv.gz", b"\x1f\x8b\x08"), "gzip.truncated"),
        (path("a.parquet", b"PAR1 and no more"), "table.unreadable"),
        (path("ticks.csv", b"75600462,1.38817,1.38884\n"), "csv.day_unknown"),
    ] {
        let found = file(&path);
        assert_eq!(found.problem.unwrap().0, code, "{}", path.display());
    }
}

#[test]
fn every_dialect_is_imported_as_its_inspection_proposes() {
    for dialect in Dialect::ALL {
        let folder = tempfile::tempdir().unwrap();
        let header = dialect.columns.replace(',', &char::from(dialect.separator).to_string());
        let header = if dialect.header { format!("{header}\n") } else { String::new() };
        let path = folder.path().join("20140502 EURUSD.csv");
        fs::write(&path, format!("{header}{}\n", dialect.row)).unwrap();
        let found = file(&path);
        assert_eq!((found.problem.clone(), found.rows), (None, Some(1)), "{}", dialect.name);
        let told = found.found.csv.as_ref().unwrap();
        assert_eq!(told.has_header, dialect.header, "{}", dialect.name);
        let store = Store::open(&folder.path().join("home")).unwrap();
        let report = import_with(&store, "EURUSD", &[path], &options_of(&found.arguments)).unwrap();
        assert_eq!((report.stored, report.refused), (1, 0), "{} {:?}", dialect.name, found.arguments);
    }
}

#[test]
fn columns_named_the_wrong_way_round_are_proposed_to_be_swapped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ticks.csv.gz");
    let text = format!("UTC,AskPrice,BidPrice\n{}", "2020-01-01T22:01:12+00:00,1.12106,1.1216\n".repeat(70));
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    fs::write(&path, packed.finish().unwrap()).unwrap();
    let found = file(&path);
    assert_eq!((found.arguments, found.gzip, found.problem), (vec!["--swap-sides".to_owned()], true, None));
    assert!(found.found.warnings[0].contains("the wrong way round"), "{:?}", found.found.warnings);
    assert!(found.shown[0].starts_with("2020-01-01T22:01:12.000Z,1.12106,1.12160"), "{:?}", found.shown);
}

#[test]
fn folders_and_archives_are_told_by_kinds() {
    let hours = tree(data("dukascopy-bi5/EURUSD"));
    let kinds: Vec<_> = hours.kinds.iter().map(|kind| (kind.kind.as_str(), kind.files)).collect();
    assert_eq!(kinds, [(".bi5", 24), ("candles .bi5", 4)]);
    assert_eq!(hours.symbols[0].0.as_str(), "EURUSD");
    assert_eq!(hours.example.unwrap().rows, Some(3_733));
    let archive = tree(data("lean/forex/oanda/tick/eurusd/20140502_quote.zip"));
    let example = archive.example.unwrap();
    assert_eq!((archive.kinds[0].kind.as_str(), archive.kinds[0].files), (".csv", 1));
    assert_eq!((example.arguments[0].as_str(), example.arguments[1].as_str()), ("--dialect", "lean"));
    assert_eq!(example.first.unwrap().to_string(), "2014-05-02T00:00:00.277Z");
}
