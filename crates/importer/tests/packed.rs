//! Files in packings and formats beside plain CSV and .bi5: gzip, JSON, and both in archives.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use std::{
    fs::{self, File},
    io::Write,
    path::Path,
};

use common::{Fixture, data, import_paths, import_with};
use flate2::{Compression, write::GzEncoder};
use tickloom_formats::csv;
use tickloom_importer::{Control, ImportOptions, ImportReport, Outcome, import};
use tickloom_model::Digits;
use tickloom_synthetic::Generator;

const JSON: &str = "dukascopy-json/ticks-BTC-USD-2023-2-20-12.json";
const BI5: &str = "dukascopy-bi5/BTCUSD/2023/01/20/12h_ticks.bi5";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn csv_of_day(day: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    csv::write_header(&mut bytes);
    csv::write_ticks(&Generator::new(1).day(day.parse().unwrap()), Digits::new(5).unwrap(), &mut bytes);
    bytes
}

impl Fixture {
    fn import(&self, symbol: &str, path: impl AsRef<Path>) -> ImportReport {
        import_paths(&self.store, symbol, &[path.as_ref().into()])
    }
}

#[test]
fn a_gzipped_file_is_the_file_whatever_its_members() {
    let csv = csv_of_day("2024-01-08");
    let plain = Fixture::new();
    let expected = plain.import("EURUSD", plain.file("a.csv", &csv));
    let (left, right) = csv.split_at(csv.len() / 2);
    for (name, packed) in [
        ("a.csv.gz", gzip(&csv)),
        ("EURUSD.txt.GZ", gzip(&csv)),
        ("two members.csv.gz", [gzip(left), gzip(right)].concat()),
    ] {
        let home = Fixture::new();
        let report = home.import("EURUSD", home.file(name, &packed));
        assert_eq!((report.outcome, report.stored), (Outcome::Done, expected.stored), "{name}");
        assert_eq!((report.bytes, home.hash()), (packed.len() as u64, plain.hash()), "{name}");
    }
}

#[test]
fn of_a_gzipped_file_that_is_cut_off_the_whole_lines_are_kept_and_the_end_is_told() {
    let packed = gzip(&csv_of_day("2024-01-08"));
    let home = Fixture::new();
    home.file("a.csv.gz", &packed[..packed.len() / 2]);
    home.file("b.csv.gz", gzip(&csv_of_day("2024-01-09")));
    let report = home.import("EURUSD", home.folder.path().join("in"));
    assert_eq!((report.outcome, report.files, report.refused), (Outcome::Refused, 1, 0));
    assert_eq!(
        (report.refused_files[0].source.as_str(), report.refused_files[0].code),
        ("a.csv.gz", "gzip.truncated")
    );
    let rows = Generator::new(1).day("2024-01-08".parse().unwrap()).len() as u64;
    let kept = report.stored - Generator::new(1).day("2024-01-09".parse().unwrap()).len() as u64;
    assert!((rows / 3..rows * 2 / 3).contains(&kept), "{kept} of {rows}");
    let damaged = home.import("EURUSD", home.file("c.csv.gz", "timestamp,bid,ask\n"));
    assert_eq!(damaged.refused_files[0].code, "gzip.damaged");
}

#[test]
fn the_same_hour_as_json_and_as_bi5_is_the_same_store_in_any_order() {
    let homes = [[JSON, BI5], [BI5, JSON]].map(|order| {
        let home = Fixture::new();
        let reports = order.map(|path| home.import("BTCUSD", data(path)));
        let counts = reports.map(|report| (report.stored, report.duplicates, report.refused));
        assert_eq!(counts, [(8_523, 0, 0), (0, 8_523, 0)], "{order:?}");
        home.hash()
    });
    assert_eq!(homes[0], homes[1]);
}

#[test]
fn json_says_the_decimals_of_an_instrument_that_is_not_known() {
    let home = Fixture::new();
    let packed = gzip(&fs::read(data(JSON)).unwrap());
    let report = home.import("MYCOIN", home.file("12h.json.gz", &packed));
    assert_eq!((report.digits.get(), report.stored, report.bytes), (1, 8_523, packed.len() as u64));
    let options = ImportOptions { digits: Some(Digits::new(0).unwrap()), ..ImportOptions::default() };
    let coarse = import_with(&home.store, "OTHER", &[data(JSON)], &options).unwrap();
    assert!(coarse.refused > 0, "prices with a decimal do not fit");
    assert_eq!((coarse.rows, coarse.first_refused[0].line), (8_523, 1));
}

#[test]
fn json_and_gzip_are_read_in_archives_and_what_is_none_is_told() {
    let home = Fixture::new();
    let path = home.file("all.zip", "");
    let mut archive = zip::ZipWriter::new(File::create(&path).unwrap());
    for (name, bytes) in [
        ("BTCUSD/12h.json", fs::read(data(JSON)).unwrap()),
        ("ticks.csv.gz", gzip(b"timestamp,bid,ask\n2024-01-08T00:00:00Z,1.1,1.2\n")),
        ("notes.json", b"{\"some\": \"other json\"}".to_vec()),
        ("archive.gz", gzip(b"no known kind")),
    ] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(&bytes).unwrap();
    }
    archive.finish().unwrap();
    let report = home.import("BTCUSD", path);
    assert_eq!((report.files, report.stored), (2, 8_524));
    assert_eq!(report.refused_files[0].code, "json.invalid");
    assert_eq!(report.skipped[0].source, "all.zip!archive.gz");
}

#[test]
fn a_bomb_costs_no_memory_and_progress_ends_at_its_last_byte() {
    let home = Fixture::new();
    let mut bytes = b"timestamp,bid,ask\n2024-01-08T00:00:00Z,1.1,1.2\n".to_vec();
    bytes.resize(bytes.len() + (64 << 20), b'0');
    let path = home.file("a.csv.gz", gzip(&bytes));
    let mut last = None;
    let report = import(
        &home.store,
        &"EURUSD".parse().unwrap(),
        std::slice::from_ref(&path),
        &ImportOptions::default(),
        &mut |progress| {
            last = Some((progress.bytes_done, progress.bytes_total));
            Control::Continue
        },
    )
    .unwrap();
    let size = fs::metadata(&path).unwrap().len();
    assert_eq!((report.stored, report.refused, last), (1, 1, Some((size, size))));
}
