//! Imports of everything that is not a clean file: bad rows, damaged files, archives, disorder, interruptions.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use std::{
    fs::File,
    io::Write,
    num::NonZeroUsize,
    path::{Path, PathBuf},
};

use common::{Fixture, import_paths, import_with, write_csv};
use tickloom_formats::{bi5, csv};
use tickloom_importer::{Control, ImportOptions, ImportReport, Outcome, import};
use tickloom_model::{Digits, Tick, Ticks, TimeRange, UnixNanos, UtcDay};
use tickloom_store::ImportRecord;
use tickloom_synthetic::Generator;

const HEADER: &str = "timestamp,bid,ask,bid_volume,ask_volume\n";

impl Fixture {
    fn import(&self, path: impl AsRef<Path>) -> ImportReport {
        import_paths(&self.store, "EURUSD", &[path.as_ref().into()])
    }

    fn input(&self) -> PathBuf {
        self.folder.path().join("in")
    }
}

fn days_of_csv(from: &str, days: i32) -> Vec<u8> {
    let first: UtcDay = from.parse().unwrap();
    let generator = Generator::new(1);
    let mut bytes = HEADER.as_bytes().to_vec();
    for day in 0..days {
        let day = UtcDay::from_days_since_epoch(first.days_since_epoch() + day);
        csv::write_ticks(&generator.day(day), Digits::new(5).unwrap(), &mut bytes);
    }
    bytes
}

#[test]
fn a_bad_row_is_told_with_its_place_and_the_others_are_stored() {
    let fixture = Fixture::new();
    let rows = "2019-02-04T00:00:01.000Z,1.1,1.2,1,1\n\nnot a tick\n2019-02-04T00:00:02.000Z,1.1,x,1,1\n2019-02-04T00:00:03.000Z,1.1,1.2,1,1";
    let report = fixture.import(fixture.file("a.csv", format!("{HEADER}{rows}")));
    assert_eq!((report.outcome, report.rows, report.stored, report.refused), (Outcome::Refused, 4, 2, 2));
    let places: Vec<_> =
        report.first_refused.iter().map(|row| (row.source.as_str(), row.line, row.byte, row.field)).collect();
    assert_eq!(places, [("a.csv", 4, 78, "row"), ("a.csv", 5, 89, "ask")]);
}

#[test]
fn lines_are_counted_through_all_pieces_of_a_large_file() {
    let fixture = Fixture::new();
    let mut bytes = days_of_csv("2024-01-08", 4);
    let lines = bytes.iter().filter(|&&byte| byte == b'\n').count() as u64;
    let offset = bytes.len() as u64;
    assert!(offset > 12 * (256 << 10), "the file has several pieces");
    bytes.extend_from_slice(b"nonsense\n");
    let report = fixture.import(fixture.file("a.csv", bytes));
    assert_eq!((report.refused, report.stored), (1, lines - 1));
    assert_eq!((report.first_refused[0].line, report.first_refused[0].byte), (lines + 1, offset));
}

#[test]
fn any_number_of_threads_gives_the_same_store() {
    let bytes = days_of_csv("2024-01-08", 4);
    let hashes: Vec<_> = [1, 2, 5]
        .into_iter()
        .map(|threads| {
            let fixture = Fixture::new();
            let path = fixture.file("a.csv", &bytes);
            let options = ImportOptions { threads: NonZeroUsize::new(threads), ..ImportOptions::default() };
            import_with(&fixture.store, "EURUSD", &[path], &options).unwrap();
            fixture.store.instruments().unwrap()[0].content_hash
        })
        .collect();
    assert!(hashes.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn rows_in_any_order_give_the_same_store() {
    let fixture = Fixture::new();
    let text = String::from_utf8(days_of_csv("2024-01-08", 2)).unwrap();
    let mut rows: Vec<&str> = text.lines().skip(1).collect();
    fixture.import(fixture.file("sorted.csv", &text));
    let expected = fixture.store.instruments().unwrap();
    // A fixed shuffle: rows far apart follow each other.
    let step = 99_991;
    let count = rows.len();
    let shuffled: Vec<&str> = (0..count).map(|index| rows[index * step % count]).collect();
    assert_ne!(count % step, 0);
    rows.clear();
    let other = Fixture::new();
    other.import(other.file("shuffled.csv", format!("{HEADER}{}\n", shuffled.join("\n"))));
    assert_eq!(other.store.instruments().unwrap()[0].content_hash, expected[0].content_hash);
}

#[test]
fn a_damaged_hour_is_refused_whole_and_the_others_are_stored() {
    let fixture = Fixture::new();
    let hour: UnixNanos = "2019-02-04T07:00:00Z".parse().unwrap();
    let ticks: Ticks = (0..1000)
        .map(|number| Tick {
            timestamp: hour.saturating_add(number * 1_000_000),
            bid: 114_500 + number % 7,
            ask: 114_503,
            bid_volume: 1.0,
            ask_volume: 2.0,
        })
        .collect();
    let good = bi5::encode_ticks(&ticks, hour).unwrap();
    let mut flipped = good.clone();
    flipped[200] ^= 0x55;
    fixture.file("EURUSD/2019/01/04/07h_ticks.bi5", &good);
    fixture.file("EURUSD/2019/01/04/08h_ticks.bi5", &good[..good.len() / 2]);
    fixture.file("EURUSD/2019/01/04/09h_ticks.bi5", b"this is no LZMA stream");
    fixture.file("EURUSD/2019/01/04/10h_ticks.bi5", b"");
    let report = fixture.import(fixture.input());
    assert_eq!((report.outcome, report.files, report.stored), (Outcome::Refused, 2, 1000));
    let refused: Vec<_> = report.refused_files.iter().map(|file| (file.source.as_str(), file.code)).collect();
    assert_eq!(
        refused,
        [
            ("EURUSD/2019/01/04/08h_ticks.bi5", "bi5.truncated"),
            ("EURUSD/2019/01/04/09h_ticks.bi5", "bi5.not_lzma"),
        ]
    );
}

#[test]
fn members_of_archives_are_read_as_files_are() {
    let fixture = Fixture::new();
    let csv = days_of_csv("2024-01-08", 1);
    let hour: UnixNanos = "2024-01-09T07:00:00Z".parse().unwrap();
    let ticks: Ticks = Generator::new(1)
        .day("2024-01-09".parse().unwrap())
        .iter()
        .filter(|tick| tick.timestamp >= hour && tick.timestamp < hour.saturating_add(3_600_000_000_000))
        .collect();
    let path = fixture.file("all.zip", "");
    let mut archive = zip::ZipWriter::new(File::create(&path).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in [
        ("nested/EURUSD day.csv", csv.as_slice()),
        ("EURUSD/2024/00/09/07h_ticks.bi5", &bi5::encode_ticks(&ticks, hour).unwrap()),
        ("../../escape.csv", b"nonsense"),
        ("read me.md", b"notes"),
    ] {
        archive.start_file(name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap();
    let report = fixture.import(fixture.input());
    let rows = csv.iter().filter(|&&byte| byte == b'\n').count() as u64 - 1;
    assert_eq!((report.files, report.stored), (2, rows + ticks.len() as u64));
    assert_eq!(report.refused_files[0].source, "all.zip!../../escape.csv");
    assert_eq!(report.skipped[0].source, "all.zip!read me.md");
    let whole = import_paths(&fixture.store, "EURUSD", &[path]);
    assert_eq!((whole.stored, whole.days_changed), (0, 0));
}

#[test]
fn what_holds_no_ticks_is_refused_before_anything_is_written() {
    let fixture = Fixture::new();
    fixture.file("other/notes.pdf", "");
    fixture.file("other/GBPUSD.csv", HEADER);
    for (symbol, path, code) in [
        ("EURUSD", fixture.input().join("other"), "import.no_ticks"),
        ("EURUSD", fixture.folder.path().join("nowhere"), "import.path_not_found"),
        ("NEWONE", fixture.file("broken.csv", "no header at all\n"), "import.digits_unclear"),
    ] {
        let error = import_with(&fixture.store, symbol, &[path], &ImportOptions::default()).err().unwrap();
        assert_eq!(error.code(), code);
    }
    assert_eq!(fixture.store.table::<ImportRecord>().list(10, 0).unwrap(), []);
}

#[test]
fn decimals_of_an_unknown_instrument_come_from_its_first_rows() {
    let fixture = Fixture::new();
    let rows = "2019-02-04T00:00:01.000Z,101.5,101.50,1,1\n2019-02-04T00:00:02.000Z,101.125,101.2,1,1\n";
    let path = fixture.file("any.csv", format!("{HEADER}{rows}"));
    let report = import_paths(&fixture.store, "MYFUND", &[path]);
    assert_eq!((report.digits.get(), report.stored), (3, 2));
    let ticks = fixture.store.ticks(&"MYFUND".parse().unwrap(), TimeRange::ALL).unwrap();
    assert_eq!(ticks.days[0].bid, [101_500, 101_125]);
    assert_eq!(fixture.store.instrument(&"MYFUND".parse().unwrap()).unwrap().unwrap().digits.get(), 3);
}

#[test]
fn a_stopped_import_keeps_what_it_read_and_running_it_again_completes_it() {
    let fixture = Fixture::new();
    let path = fixture.file("a.csv", days_of_csv("2024-01-08", 12));
    let mut calls = 0;
    let options = ImportOptions { threads: NonZeroUsize::new(1), ..ImportOptions::default() };
    let symbol = "EURUSD".parse().unwrap();
    let stopped = import(&fixture.store, &symbol, std::slice::from_ref(&path), &options, &mut |progress| {
        calls += 1;
        assert!(progress.bytes_done <= progress.bytes_total);
        Control::Stop
    })
    .unwrap();
    assert_eq!(stopped.outcome, Outcome::Interrupted);
    let records = fixture.store.table::<ImportRecord>();
    assert_eq!(records.get(&[stopped.id]).unwrap().unwrap().status, "interrupted");

    let finished = fixture.import(&path);
    assert_eq!(finished.outcome, Outcome::Done);
    assert_eq!(finished.duplicates, stopped.stored);
    let whole = Fixture::new();
    whole.import(&path);
    assert_eq!(
        fixture.store.instruments().unwrap()[0].content_hash,
        whole.store.instruments().unwrap()[0].content_hash
    );
    assert!(calls > 0);
}

#[test]
fn a_day_larger_than_what_may_wait_is_committed_in_parts() {
    let fixture = Fixture::new();
    let start = "2024-01-08".parse::<UtcDay>().unwrap().start();
    // Every moment has two different ticks, so a part must never end between them.
    let ticks: Ticks = (0..5_000_000_i64)
        .map(|number| Tick {
            timestamp: start.saturating_add(number / 2 * 1_000_000),
            bid: 110_000 - number % 2,
            ask: 110_002,
            bid_volume: 1.0,
            ask_volume: 1.0,
        })
        .collect();
    let mut bytes = HEADER.as_bytes().to_vec();
    csv::write_ticks(&ticks, Digits::new(5).unwrap(), &mut bytes);
    let report = fixture.import(fixture.file("a.csv", bytes));
    assert_eq!((report.stored, report.days_changed), (5_000_000, 1));
    let stored = fixture.store.ticks(&"EURUSD".parse().unwrap(), TimeRange::ALL).unwrap();
    assert!(stored.days[0] == ticks, "the order of the file is kept");
}

#[test]
fn what_is_exported_imports_to_the_same_ticks() {
    let fixture = Fixture::new();
    fixture.import(fixture.file("a.csv", days_of_csv("2024-01-08", 1)));
    let exported = fixture.folder.path().join("exported.csv");
    write_csv(&fixture.store, "EURUSD", &exported);
    let other = Fixture::new();
    other.import(&exported);
    assert_eq!(
        other.store.instruments().unwrap()[0].content_hash,
        fixture.store.instruments().unwrap()[0].content_hash
    );
}
