//! What an import says of ticks that it could read: codes, counts, exact places, and what became of the rows.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use std::{
    fmt::Write as _,
    fs::{self, File},
    io::Write as _,
    num::NonZeroUsize,
    path::PathBuf,
};

use common::{Fixture, data, import_with};
use tickloom_formats::{bi5, csv, csv::Dialect, row_text};
use tickloom_importer::{Control, FindingCode, ImportOptions, ImportReport, Outcome, Place, import};
use tickloom_model::{Digits, Tick, Ticks, TimeRange, UnixNanos};
use tickloom_store::FindingRecord;

impl Fixture {
    fn import(&self, path: &PathBuf, options: &ImportOptions) -> ImportReport {
        import_with(&self.store, "EURUSD", std::slice::from_ref(path), options).unwrap()
    }
}

fn strict() -> ImportOptions {
    ImportOptions { strict: true, ..ImportOptions::default() }
}

fn found(report: &ImportReport) -> Vec<(&'static str, u64)> {
    report.findings.iter().map(|finding| (finding.code.code(), finding.count)).collect()
}

fn first(report: &ImportReport, code: FindingCode) -> Vec<Place> {
    report.findings.iter().find(|finding| finding.code == code).unwrap().first.clone()
}

fn lines(report: &ImportReport, code: FindingCode) -> Vec<Option<u64>> {
    first(report, code).iter().map(|place| place.line).collect()
}

/// Quotes one second apart that walk slowly up and down.
fn calm(count: i64) -> Vec<Tick> {
    let start: UnixNanos = "2024-01-08T09:00:00Z".parse().unwrap();
    let tick = |second: i64| Tick {
        timestamp: start.saturating_add(second * 1_000_000_000),
        bid: 109_400 + second % 7 - second % 3,
        ask: 109_403 + second % 7,
        bid_volume: 1.0,
        ask_volume: 1.5,
    };
    (0..count).map(tick).collect()
}

fn rows(ticks: &[Tick]) -> Vec<String> {
    let mut bytes = Vec::new();
    csv::write_ticks(&ticks.iter().copied().collect(), Digits::new(5).unwrap(), &mut bytes);
    String::from_utf8(bytes).unwrap().lines().map(Into::into).collect()
}

const HEADER: &str = "timestamp,bid,ask,bid_volume,ask_volume";

/// A file of 300 rows with one of each: lines 4 (blank), 6 (no tick), 12 (crossed), 20 (out of order), 30 (no price), 40 (spike).
fn messy() -> String {
    let mut ticks = calm(300);
    ticks[8].bid = ticks[8].ask + 5;
    ticks[16].timestamp = ticks[10].timestamp.saturating_add(500_000_000);
    ticks[26].bid = 0;
    ticks[36].bid += 900;
    ticks[36].ask += 900;
    let mut lines = rows(&ticks);
    lines.insert(2, String::new());
    lines.insert(4, "=cmd|' /C calc'!A0,\"1\",x\t\\".into());
    format!("{HEADER}\n{}\n", lines.join("\n"))
}

#[test]
fn every_finding_names_the_line_and_byte_of_its_row() {
    let fixture = Fixture::new();
    let text = messy();
    let path = fixture.file("messy.csv", &text);
    let report = fixture.import(&path, &ImportOptions::default());
    let expected = [
        ("finding.out_of_order", 1),
        ("finding.crossed", 1),
        ("finding.price_not_positive", 1),
        ("finding.spike", 1),
    ];
    assert_eq!(found(&report), expected);
    for (code, line) in [
        (FindingCode::OutOfOrder, 20),
        (FindingCode::Crossed, 12),
        (FindingCode::PriceNotPositive, 30),
        (FindingCode::Spike, 40),
    ] {
        let places = first(&report, code);
        let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let place = (places[0].source.as_deref(), places[0].line, places[0].byte);
        assert_eq!(place, (Some("messy.csv"), Some(line as u64), Some(before as u64)), "{code}");
    }
    assert_eq!((report.refused, report.stored, report.outcome), (1, 300, Outcome::Refused));
}

#[test]
fn strictness_refuses_what_is_kept_otherwise_and_lists_it() {
    let fixture = Fixture::new();
    let report = fixture.import(&fixture.file("messy.csv", messy()), &strict());
    assert_eq!((report.rows, report.refused, report.stored), (301, 5, 296));
    let refused: Vec<_> = report.first_refused.iter().map(|row| (row.line, row.code)).collect();
    let expected = [
        (6, "import.bad_row"),
        (12, "finding.crossed"),
        (20, "finding.out_of_order"),
        (30, "finding.price_not_positive"),
        (40, "finding.spike"),
    ];
    assert_eq!(refused, expected);
    assert_eq!(report.rule(FindingCode::Crossed), "Rows are refused; the quarantine lists them.");
    let stored = fixture.store.ticks(&"EURUSD".parse().unwrap(), TimeRange::ALL).unwrap();
    assert!(stored.days[0].iter().all(|tick| tick.bid > 0 && tick.ask >= tick.bid && tick.bid < 110_000));
}

/// The quarantine as its reader sees it: source, line, byte, code, field, found, expected, row.
fn quarantined(report: &ImportReport) -> Vec<Vec<String>> {
    let mut reader = ::csv::Reader::from_path(report.quarantine.as_ref().unwrap()).unwrap();
    let rows = reader.records().map(|record| record.unwrap().iter().map(Into::into).collect());
    rows.collect()
}

#[test]
fn the_quarantine_gives_back_every_refused_row_and_no_formula() {
    let fixture = Fixture::new();
    let text = messy();
    let report = fixture.import(&fixture.file("messy.csv", &text), &strict());
    let rows = quarantined(&report);
    assert_eq!(rows.len() as u64, report.refused);
    for row in &rows {
        let (line, byte): (usize, usize) = (row[1].parse().unwrap(), row[2].parse().unwrap());
        let original = text.lines().nth(line - 1).unwrap();
        assert!(text[byte..].starts_with(original));
        let told = row[7].strip_prefix('\'').unwrap_or(&row[7]);
        assert_eq!(told, row_text(original.as_bytes()));
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{row:?}");
    }
    let json: serde_json::Value = serde_json::from_slice(&fs::read(&report.file).unwrap()).unwrap();
    assert_eq!((json["refused"].as_u64(), json["quarantine"].as_str()), (Some(5), Some("quarantine.csv")));
    assert_eq!(json["findings"][0]["first"][0]["line"], 20);
}

#[test]
fn a_clean_import_leaves_a_report_and_no_quarantine() {
    let fixture = Fixture::new();
    let text = format!("{HEADER}\n{}\n", rows(&calm(300)).join("\n"));
    let report = fixture.import(&fixture.file("calm.csv", text), &strict());
    assert_eq!((found(&report), report.quarantine, report.outcome), (vec![], None, Outcome::Done));
    assert!(report.file.exists());
    assert_eq!(fs::read_dir(report.file.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn findings_do_not_depend_on_where_pieces_are_cut() {
    let mut ticks = calm(20_000);
    for index in (50..19_900).step_by(97) {
        ticks[index].bid += 900;
        ticks[index].ask += 900;
    }
    for index in (11..19_900).step_by(89) {
        ticks[index].timestamp = ticks[index].timestamp.saturating_add(-1_500_000_000);
    }
    let text = format!("{HEADER}\n{}\n", rows(&ticks).join("\n"));
    let imported = |piece_bytes: Option<usize>, strict: bool| {
        let fixture = Fixture::new();
        let piece_bytes = piece_bytes.and_then(NonZeroUsize::new);
        let options = ImportOptions { piece_bytes, strict, ..ImportOptions::default() };
        let report = fixture.import(&fixture.file("a.csv", &text), &options);
        let hash = fixture.store.instruments().unwrap()[0].content_hash;
        // What stands around a spike is told by as many neighbours as its piece has.
        let but_found = |row: Vec<String>| [&row[..5], &row[6..]].concat();
        let listed: Vec<Vec<String>> =
            if strict { quarantined(&report).into_iter().map(but_found).collect() } else { Vec::new() };
        (report.findings, report.refused, hash, listed)
    };
    for strict in [false, true] {
        let whole = imported(None, strict);
        assert!(whole.0.iter().map(|finding| finding.count).sum::<u64>() > 400);
        for piece_bytes in [9_000, 16_384, 50_001] {
            let pieces = imported(Some(piece_bytes), strict);
            assert_eq!(pieces.0, whole.0, "{piece_bytes} {strict}");
            assert_eq!((pieces.1, pieces.2), (whole.1, whole.2), "{piece_bytes} {strict}");
            assert_eq!(pieces.3, whole.3, "{piece_bytes} {strict}");
        }
    }
}

#[test]
fn lines_are_those_of_the_file_in_dialects_without_header_and_in_zips() {
    let fixture = Fixture::new();
    let mut text = String::new();
    for (index, tick) in calm(200).iter().enumerate() {
        let ask = if index == 150 { tick.bid - 1 } else { tick.ask };
        let second = 9 * 3600 + index;
        let clock = format!("{:02}{:02}{:02}000", second / 3600, second / 60 % 60, second % 60);
        writeln!(text, "20240108 {clock},{:.5},{:.5},0", tick.bid as f64 / 1e5, ask as f64 / 1e5).unwrap();
    }
    let archive = fixture.file("ticks.zip", "");
    let mut zip = zip::ZipWriter::new(File::create(&archive).unwrap());
    zip.start_file("a/EURUSD.csv", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(text.as_bytes()).unwrap();
    zip.finish().unwrap();
    let mut options = ImportOptions::default();
    options.read.dialect = Some(Dialect::named("histdata").unwrap());
    let report = fixture.import(&archive, &options);
    let place = first(&report, FindingCode::Crossed)[0].clone();
    assert_eq!((place.source.as_deref(), place.line), (Some("ticks.zip!a/EURUSD.csv"), Some(151)));
}

#[test]
fn of_bi5_the_line_is_the_record() {
    let fixture = Fixture::new();
    let hour: UnixNanos = "2024-01-08T09:00:00Z".parse().unwrap();
    let mut ticks: Ticks = calm(300).into_iter().collect();
    ticks.ask[123] = ticks.bid[123] - 2;
    ticks.timestamp[200] = ticks.timestamp[199];
    let path = fixture.file("EURUSD/2024/00/08/09h_ticks.bi5", bi5::encode_ticks(&ticks, hour).unwrap());
    let report = fixture.import(&path, &ImportOptions::default());
    let crossed = &first(&report, FindingCode::Crossed)[0];
    assert_eq!((crossed.line, crossed.byte), (Some(124), Some(123 * 20)));
    assert_eq!(lines(&report, FindingCode::EqualTimes), [Some(201)]);
    let report = Fixture::new().import(&path, &strict());
    assert_eq!((report.refused, report.first_refused[0].line), (1, 124));
    let row = &report.first_refused[0].row;
    assert_eq!(row.split(',').skip(1).collect::<Vec<_>>(), ["109402", "109404", "1.5", "1"], "{row}");
}

#[test]
fn rows_that_come_twice_are_told_apart_from_those_stored_before() {
    let fixture = Fixture::new();
    let mut lines_of_file = rows(&calm(100));
    lines_of_file.insert(41, lines_of_file[40].clone());
    lines_of_file.push(lines_of_file[7].clone());
    let path = fixture.file("a.csv", format!("{HEADER}\n{}\n", lines_of_file.join("\n")));
    let report = fixture.import(&path, &ImportOptions::default());
    assert_eq!(found(&report), [("finding.repeated", 2), ("finding.out_of_order", 1)]);
    assert_eq!((report.stored, report.duplicates), (100, 2));
    assert_eq!(lines(&report, FindingCode::Repeated), [None, Some(43)]);
    let options = ImportOptions { again: true, ..ImportOptions::default() };
    let again = fixture.import(&path, &options);
    assert_eq!((again.duplicates, &again.findings), (102, &report.findings));
}

#[test]
fn a_file_in_another_unit_is_told_and_refused_when_strict() {
    let fixture = Fixture::new();
    let text = |factor: i64| {
        let mut ticks = calm(200);
        ticks.iter_mut().for_each(|tick| (tick.bid, tick.ask) = (tick.bid * factor, tick.ask * factor));
        format!("{HEADER}\n{}\n", rows(&ticks).join("\n"))
    };
    fixture.import(&fixture.file("good.csv", text(1)), &ImportOptions::default());
    let wrong = fixture.file("wrong.csv", text(100));
    let refused = fixture.import(&wrong, &strict());
    assert_eq!((refused.stored, refused.files, refused.refused_files[0].code), (0, 0, "finding.wrong_scale"));
    let kept = fixture.import(&wrong, &ImportOptions::default());
    assert_eq!((kept.stored, lines(&kept, FindingCode::WrongScale)), (200, vec![Some(2)]));
    let what = &first(&kept, FindingCode::WrongScale)[0].what;
    assert_eq!(what, "prices are a hundred times those stored near 2024-01-08");
}

#[test]
fn findings_are_kept_in_the_catalogue() {
    let fixture = Fixture::new();
    let report = fixture.import(&fixture.file("messy.csv", messy()), &ImportOptions::default());
    let records = fixture.store.table::<FindingRecord>();
    let crossed = records.get(&[report.id.clone(), "finding.crossed".into()]).unwrap().unwrap();
    assert_eq!((crossed.count, crossed.line, crossed.severity.as_str()), (1, Some(12), "warning"));
    assert_eq!(records.list(100, 0).unwrap().len(), report.findings.len());
}

#[test]
fn an_interrupted_import_keeps_the_rows_that_it_refused() {
    let fixture = Fixture::new();
    let mut text = format!("{HEADER}\n");
    for row in rows(&calm(80_000)) {
        writeln!(text, "{row}\nbad row").unwrap();
    }
    let path = fixture.file("a.csv", text);
    let options = ImportOptions {
        threads: NonZeroUsize::new(1),
        piece_bytes: NonZeroUsize::new(20_000),
        ..ImportOptions::default()
    };
    let symbol = "EURUSD".parse().unwrap();
    let report = import(&fixture.store, &symbol, &[path], &options, &mut |progress| {
        if progress.refused > 0 { Control::Stop } else { Control::Continue }
    })
    .unwrap();
    assert_eq!(quarantined(&report).len() as u64, report.refused);
    assert!(report.refused > 0);
    assert!(report.file.exists());
}

#[test]
fn a_million_bad_rows_are_listed_up_to_a_limit_that_is_told() {
    let fixture = Fixture::new();
    let mut text = format!("{HEADER}\n{}\n", rows(&calm(1))[0]);
    text.push_str(&"x\n".repeat(1_200_000));
    let report = fixture.import(&fixture.file("a.csv", text), &ImportOptions::default());
    assert_eq!((report.refused, report.first_refused.len()), (1_200_000, 20));
    let rows = quarantined(&report);
    let (last, listed) = rows.split_last().unwrap();
    let unlisted = report.refused - listed.len() as u64;
    assert_eq!(last[3], "quarantine.full");
    assert_eq!(last[7], format!("{unlisted} more rows were refused and are not listed"));
    assert!(listed.len() >= 100_000);
}

#[test]
fn real_quotes_have_exactly_the_findings_of_their_description() {
    let cases: [(&str, &[(&str, u64)]); 3] = [
        (
            "lean/forex/fxcm/tick/eurusd/20140504_quote.zip",
            &[("finding.crossed", 174), ("finding.zero_spread", 259)],
        ),
        ("lean/forex/oanda/tick/eurusd/20140502_quote.zip", &[("finding.equal_times", 277)]),
        ("lean/forex/oanda/tick/eurusd/20140504_quote.zip", &[("finding.equal_times", 13)]),
    ];
    for (path, expected) in cases {
        let fixture = Fixture::new();
        let mut options = ImportOptions::default();
        options.read.dialect = Some(Dialect::named("lean").unwrap());
        let report = fixture.import(&data(path), &options);
        assert_eq!(found(&report), expected, "{path}");
        assert!(report.findings.iter().all(|finding| {
            finding.first.iter().all(|place| place.line.is_some() && place.source.is_some())
        }));
    }
}
