//! What is stored whole is not read again, and nothing is ever passed over that is not stored whole.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use std::{
    collections::BTreeSet,
    fs::{self, File},
    num::NonZeroUsize,
    path::Path,
    time::{Duration, SystemTime},
};

use common::{Fixture, data, import_paths, import_with};
use tickloom_formats::csv;
use tickloom_importer::{Control, ImportOptions, ImportReport, Outcome, import};
use tickloom_model::{Digits, UtcDay};
use tickloom_store::PartitionKey;
use tickloom_synthetic::Generator;

impl Fixture {
    fn import(&self, path: &Path) -> ImportReport {
        import_paths(&self.store, "EURUSD", &[path.into()])
    }

    fn key(&self, day: &str) -> PartitionKey {
        PartitionKey { symbol: "EURUSD".parse().unwrap(), day: day.parse().unwrap() }
    }
}

/// Days of synthetic ticks, each thinned out, as CSV.
fn csv_of(from: &str, days: i32) -> Vec<u8> {
    let first: UtcDay = from.parse().unwrap();
    let mut bytes = Vec::new();
    csv::write_header(&mut bytes);
    for number in 0..days {
        let day = UtcDay::from_days_since_epoch(first.days_since_epoch() + number);
        let ticks = Generator::new(1).day(day).iter().step_by(500).collect();
        csv::write_ticks(&ticks, Digits::new(5).unwrap(), &mut bytes);
    }
    bytes
}

fn touch(path: &Path) {
    let later = SystemTime::now() + Duration::from_secs(100);
    File::options().write(true).open(path).unwrap().set_modified(later).unwrap();
}

#[test]
fn a_file_that_is_stored_whole_is_known_by_its_stamp_and_by_its_bytes() {
    let fixture = Fixture::new();
    let path = fixture.file("a.csv", csv_of("2024-01-08", 3));
    let first = fixture.import(&path);
    assert_eq!((first.files_known, first.stored), (0, first.rows));
    for change in [|_: &Path| {}, touch, |_: &Path| {}] {
        change(&path);
        let again = fixture.import(&path);
        assert_eq!((again.outcome, again.files, again.files_known), (Outcome::Done, 1, 1));
        assert_eq!((again.rows, again.stored, again.duplicates), (first.rows, 0, first.rows));
        assert_eq!(again.bytes, first.bytes);
    }
    let moved = fixture.file("other name.csv", fs::read(&path).unwrap());
    assert_eq!(fixture.import(&moved).files_known, 1);
    let fixture = fixture.reopened();
    assert_eq!(fixture.import(&path).files_known, 1);
}

#[test]
fn a_file_is_read_when_it_is_asked_for_again_or_changed_or_read_in_another_way() {
    let fixture = Fixture::new();
    let path = fixture.file("a.csv", csv_of("2024-01-08", 1));
    fixture.import(&path);
    let again = ImportOptions { again: true, ..ImportOptions::default() };
    let mut moved = ImportOptions::default();
    moved.read.zone = Some("+02:00".parse().unwrap());
    for options in [&again, &moved] {
        let report = import_with(&fixture.store, "EURUSD", std::slice::from_ref(&path), options).unwrap();
        assert_eq!((report.files, report.files_known), (1, 0));
    }
    let other =
        import_with(&fixture.store, "EURUSD.B", std::slice::from_ref(&path), &ImportOptions::default())
            .unwrap();
    assert_eq!((other.files_known, other.stored), (0, other.rows));

    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    fixture
        .file("a.csv", [csv_of("2024-01-08", 1), b"2024-01-09T10:00:00.000Z,1.1,1.2,1,1\n".into()].concat());
    File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
    let grown = fixture.import(&path);
    assert_eq!((grown.files_known, grown.stored), (0, 1));
}

#[test]
fn a_file_with_refused_rows_or_an_unreadable_end_is_read_again() {
    let fixture = Fixture::new();
    let bad = fixture.file("bad.csv", [csv_of("2024-01-08", 1), b"nonsense\n".into()].concat());
    let hour = fs::read(data("dukascopy-bi5/EURUSD/2019/01/04/07h_ticks.bi5")).unwrap();
    let cut = fixture.file("cut/EURUSD/2019/01/04/07h_ticks.bi5", &hour[..hour.len() / 2]);
    for path in [&bad, &cut] {
        let reports = [fixture.import(path), fixture.import(path)];
        assert_eq!(reports.map(|report| (report.outcome, report.files_known)), [(Outcome::Refused, 0); 2]);
    }
}

#[test]
fn hours_are_known_by_their_hour_as_well_as_by_their_bytes() {
    let fixture = Fixture::new();
    let real = data("dukascopy-bi5/EURUSD");
    let first = fixture.import(&real);
    let again = fixture.import(&real);
    assert_eq!((again.files_known, again.rows, again.duplicates), (first.files, first.rows, first.rows));
    // Empty hours have the same bytes, and so may others have under another name.
    let hour = fs::read(data("dukascopy-bi5/EURUSD/2019/01/04/07h_ticks.bi5")).unwrap();
    let other = fixture.file("EURUSD/2019/01/05/07h_ticks.bi5", hour);
    let report = fixture.import(&other);
    assert_eq!((report.files_known, report.stored), (0, report.rows));
    assert_eq!(fixture.import(&other).files_known, 1);
}

#[test]
fn no_source_is_trusted_whose_days_were_lost_changed_or_set_aside() {
    type Harm = fn(&Fixture);
    let harms: [(&str, Harm); 4] = [
        ("removed", |fixture| fs::remove_file(fixture.tick_file("2024-01-09")).unwrap()),
        ("damaged", |fixture| fs::write(fixture.tick_file("2024-01-09"), b"PAR1").unwrap()),
        ("replaced", |fixture| {
            let other = Fixture::new();
            let file = other.file("a.csv", b"timestamp,bid,ask\n2024-01-09T10:00:00.000Z,1.1,1.2\n");
            other.import(&file);
            fs::copy(other.tick_file("2024-01-09"), fixture.tick_file("2024-01-09")).unwrap();
        }),
        ("set aside", |fixture| {
            fixture.store.set_aside(&fixture.key("2024-01-09")).unwrap().unwrap();
        }),
    ];
    for (name, harm) in harms {
        let fixture = Fixture::new();
        let path = fixture.file("a.csv", csv_of("2024-01-08", 3));
        let (whole, apart) = (fixture.import(&path), fixture.file("b.csv", csv_of("2024-01-11", 1)));
        fixture.import(&apart);
        let hash = fixture.hash();
        harm(&fixture);
        let fixture = fixture.reopened();
        let again = fixture.import(&path);
        assert_eq!((again.files_known, again.rows), (0, whole.rows), "{name}");
        assert_eq!(fixture.import(&apart).files_known, 1, "{name}");
        if name != "replaced" {
            assert_eq!(fixture.hash(), hash, "{name}");
        }
    }
}

#[test]
fn days_that_later_imports_add_to_keep_their_sources_trusted() {
    let fixture = Fixture::new();
    let path = fixture.file("a.csv", csv_of("2024-01-08", 2));
    fixture.import(&path);
    let more = fixture.file("b.csv", b"timestamp,bid,ask\n2024-01-08T10:00:00.001Z,1.1,1.2\n");
    assert_eq!(fixture.import(&more).stored, 1);
    let fixture = fixture.reopened();
    assert_eq!(fixture.import(&path).files_known, 1);
}

#[test]
fn an_import_that_was_stopped_anywhere_ends_as_one_that_was_not() {
    let fixture = Fixture::new();
    for number in 8..20 {
        fixture.file(&format!("{number:02}.csv"), csv_of(&format!("2024-01-{number:02}"), 2));
    }
    let input = fixture.folder.path().join("in");
    let whole = Fixture::new();
    import_paths(&whole.store, "EURUSD", std::slice::from_ref(&input));
    let options = ImportOptions { threads: NonZeroUsize::new(1), ..ImportOptions::default() };
    for stop in [Control::Stop, Control::Abort] {
        let fixture = Fixture::new();
        let symbol = "EURUSD".parse().unwrap();
        let stopped =
            import(&fixture.store, &symbol, std::slice::from_ref(&input), &options, &mut |_| stop).unwrap();
        let fixture = fixture.reopened();
        let rest = fixture.import(&input);
        assert_eq!((rest.outcome, rest.rows), (Outcome::Done, rest.stored + rest.duplicates));
        assert!(rest.files_known <= stopped.files);
        assert_eq!(fixture.hash(), whole.hash());
        assert_eq!(fixture.import(&input).files_known, 12);
    }
}

#[test]
fn a_paused_import_stands_still_and_goes_on_or_ends_as_any_other() {
    let other = Fixture::new();
    let path = other.file("a.csv", csv_of("2024-01-08", 600));
    let whole = other.import(&path);
    for end in [Control::Continue, Control::Stop, Control::Abort] {
        let fixture = Fixture::new();
        let options = ImportOptions {
            threads: NonZeroUsize::new(1),
            piece_bytes: NonZeroUsize::new(4_096),
            ..ImportOptions::default()
        };
        let (mut rows, mut names) = (Vec::new(), BTreeSet::new());
        let symbol = "EURUSD".parse().unwrap();
        let report =
            import(&fixture.store, &symbol, std::slice::from_ref(&path), &options, &mut |progress| {
                rows.push(progress.rows);
                names.insert(progress.id.clone());
                if rows.len() < 8 { Control::Pause } else { end }
            });
        let report = report.unwrap();
        assert!(rows.len() >= 8, "it ended in spite of the pause: {rows:?}");
        assert_eq!(rows[3], rows[7], "it went on in spite of the pause: {rows:?}");
        assert_eq!(names, BTreeSet::from([report.id]));
        let rest = fixture.import(&path);
        assert_eq!(rest.rows, whole.rows, "{end:?}");
        assert_eq!(fixture.hash(), other.hash(), "{end:?}");
    }
}

#[test]
fn only_the_days_that_are_asked_for_are_imported_and_leave_no_trace_in_the_journal() {
    let fixture = Fixture::new();
    let path = fixture.file("a.csv", csv_of("2024-01-08", 3));
    let days = Some(BTreeSet::from(["2024-01-09".parse().unwrap()]));
    let options = ImportOptions { days, ..ImportOptions::default() };
    let some = import_with(&fixture.store, "EURUSD", std::slice::from_ref(&path), &options).unwrap();
    assert_eq!((some.days_changed, some.rows), (1, some.stored + some.outside));
    let whole = fixture.import(&path);
    assert_eq!((whole.files_known, whole.stored, whole.duplicates), (0, some.outside, some.stored));
}
