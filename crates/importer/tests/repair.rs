//! Days that are lost or damaged come back from their source, and no good day is touched.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use std::{fs, path::Path, time::Duration};

use common::{Fixture, data, import_paths};
use tickloom_formats::csv;
use tickloom_importer::{Control, Files, ImportOptions, RepairReport, repair};
use tickloom_model::{Digits, UtcDay};
use tickloom_store::{CleanOptions, KeptKind, ProblemKind, VerifyScope};
use tickloom_synthetic::Generator;

const DAYS: [&str; 4] = ["2024-01-08", "2024-01-09", "2024-01-10", "2024-01-11"];

impl Fixture {
    /// Four days, of which the source is one file for each.
    fn filled() -> Self {
        let fixture = Self::new();
        for day in DAYS {
            fixture.file(&format!("{day}.csv"), csv_of(day));
        }
        import_paths(&fixture.store, "EURUSD", &[fixture.folder.path().join("in")]);
        fixture
    }

    fn repair(&self, from: &Path) -> RepairReport {
        let source = Files::at(&[from.into()]).unwrap();
        let (scope, options) = (VerifyScope::default(), ImportOptions::default());
        repair(&self.store, &scope, &source, &options, &mut |_| Control::Continue).unwrap()
    }

    fn flip(&self, day: &str, byte: impl FnOnce(usize) -> usize) {
        let mut bytes = fs::read(self.tick_file(day)).unwrap();
        let byte = byte(bytes.len());
        bytes[byte] ^= 4;
        fs::write(self.tick_file(day), bytes).unwrap();
    }
}

fn csv_of(day: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    csv::write_header(&mut bytes);
    let ticks = Generator::new(1).day(day.parse::<UtcDay>().unwrap()).iter().step_by(300).collect();
    csv::write_ticks(&ticks, Digits::new(5).unwrap(), &mut bytes);
    bytes
}

#[test]
fn what_is_missing_or_damaged_comes_back_and_the_rest_is_not_touched() {
    let fixture = Fixture::filled();
    let before = fixture.store.instruments().unwrap();
    fs::remove_file(fixture.tick_file(DAYS[0])).unwrap();
    fixture.flip(DAYS[1], |bytes| bytes / 3);
    fixture.flip(DAYS[3], |bytes| bytes - 30);
    let good = fs::metadata(fixture.tick_file(DAYS[2])).unwrap().modified().unwrap();
    let report = fixture.repair(&fixture.folder.path().join("in"));
    assert_eq!((report.found.problems.len(), report.left.as_slice(), report.is_good()), (3, &[][..], true));
    let days: Vec<_> = report.repaired.iter().map(|day| (day.key.day.to_string(), day.is_same)).collect();
    assert_eq!(days, [0, 1, 3].map(|number| (DAYS[number].to_owned(), Some(true))));
    assert_eq!(report.imports[0].days_changed, 3);
    assert_eq!(fs::metadata(fixture.tick_file(DAYS[2])).unwrap().modified().unwrap(), good);
    let fixture = fixture.reopened();
    assert_eq!(fixture.store.instruments().unwrap()[0].content_hash, before[0].content_hash);
    assert!(fixture.store.verify(&VerifyScope::default(), &mut |_| true).unwrap().is_good());
    assert_eq!(fixture.repair(&fixture.folder.path().join("in")).imports, []);
}

#[test]
fn what_the_source_does_not_have_stays_wrong_and_readable_files_stay_in_place() {
    let fixture = Fixture::filled();
    fs::remove_file(fixture.tick_file(DAYS[0])).unwrap();
    // A word of the footer that says nothing of the ticks.
    let bytes = fs::read(fixture.tick_file(DAYS[1])).unwrap();
    let word = bytes.windows(15).position(|window| window == b"tickloom.writer").unwrap();
    fixture.flip(DAYS[1], |_| word + 18);
    let ticks = fixture.store.ticks(&"EURUSD".parse().unwrap(), tickloom_model::TimeRange::ALL);
    assert!(ticks.is_err(), "the first day is gone");
    fs::remove_file(fixture.folder.path().join("in").join(format!("{}.csv", DAYS[0]))).unwrap();
    fs::remove_file(fixture.folder.path().join("in").join(format!("{}.csv", DAYS[1]))).unwrap();
    let report = fixture.repair(&fixture.folder.path().join("in"));
    let kinds: Vec<_> = report.left.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [ProblemKind::Missing, ProblemKind::Altered]);
    assert_eq!((report.repaired.len(), report.is_good()), (0, false));
    assert_eq!(fixture.store.instruments().unwrap()[0].days, 3);
    assert!(fixture.tick_file(DAYS[1]).exists());
}

#[test]
fn a_source_without_this_symbol_repairs_nothing_and_says_so() {
    let fixture = Fixture::filled();
    fs::remove_file(fixture.tick_file(DAYS[0])).unwrap();
    let report = fixture.repair(&data("dukascopy-bi5/BTCUSD"));
    assert_eq!((report.unrepaired[0].code, report.left.len()), ("import.no_ticks", 1));
}

#[test]
fn a_day_that_comes_back_with_other_ticks_is_told() {
    let fixture = Fixture::filled();
    fs::remove_file(fixture.tick_file(DAYS[0])).unwrap();
    let path = fixture.folder.path().join("in").join(format!("{}.csv", DAYS[0]));
    let text = fs::read_to_string(&path).unwrap();
    let first_rows: Vec<&str> = text.lines().take(11).collect();
    fs::write(&path, first_rows.join("\n")).unwrap();
    let report = fixture.repair(&fixture.folder.path().join("in"));
    let day = &report.repaired[0];
    assert_eq!((day.is_same, day.ticks_after, report.is_good()), (Some(false), 10, false));
    assert!(day.ticks_before > Some(10));
    assert_eq!(report.left, []);
}

#[test]
fn what_an_import_replaces_is_told_and_kept_until_somebody_cleans_up() {
    let fixture = Fixture::filled();
    let before = fs::read(fixture.tick_file(DAYS[0])).unwrap();
    let more = fixture.folder.path().join("more.csv");
    fs::write(
        &more,
        "timestamp,bid,ask\n2024-01-08T10:00:00.001Z,1.1,1.2\n2024-01-15T10:00:00.001Z,1.1,1.2\n",
    )
    .unwrap();
    let report = import_paths(&fixture.store, "EURUSD", std::slice::from_ref(&more));
    let replaced = &report.replaced[0];
    assert_eq!(
        (report.replaced.len(), report.days_changed, replaced.day.to_string().as_str()),
        (1, 2, DAYS[0])
    );
    assert_eq!((replaced.ticks_after, replaced.added), (replaced.ticks_before + 1, 1));
    assert_eq!(fs::read(&replaced.kept_at).unwrap(), before);
    assert!(fixture.store.verify(&VerifyScope::default(), &mut |_| true).unwrap().is_good());

    let old = CleanOptions { older_than: Duration::from_secs(3600), ..CleanOptions::default() };
    assert_eq!(fixture.store.clean(&old).unwrap().files, []);
    let told = fixture.store.clean(&CleanOptions { dry_run: true, ..CleanOptions::default() }).unwrap();
    assert_eq!((told.files[0].kind, told.bytes), (KeptKind::Replaced, before.len() as u64));
    assert!(replaced.kept_at.exists());
    assert_eq!(fixture.store.clean(&CleanOptions::default()).unwrap().files, told.files);
    assert!(!fixture.folder.path().join("home/replaced").join(&report.id).exists());
    assert!(fixture.store.verify(&VerifyScope::default(), &mut |_| true).unwrap().is_good());
}

#[test]
fn a_day_that_one_import_changes_several_times_is_kept_as_it_was_before() {
    let fixture = Fixture::filled();
    let before = fs::read(fixture.tick_file(DAYS[0])).unwrap();
    let folder = fixture.folder.path().join("scattered");
    fs::create_dir_all(&folder).unwrap();
    for (name, times) in
        [("a", ["08T10:00:00.001", "09T10:00:00.001"]), ("b", ["08T11:00:00.001", "10T10:00:00.001"])]
    {
        let rows = times.map(|time| format!("2024-01-{time}Z,1.1,1.2\n")).concat();
        fs::write(folder.join(format!("{name}.csv")), format!("timestamp,bid,ask\n{rows}")).unwrap();
    }
    let report = import_paths(&fixture.store, "EURUSD", &[folder]);
    let first = &report.replaced[0];
    assert_eq!((report.replaced.len(), first.added, first.ticks_after), (3, 2, first.ticks_before + 2));
    assert_eq!(fs::read(&first.kept_at).unwrap(), before);
}

#[test]
fn lost_days_and_damaged_files_can_be_given_up() {
    let fixture = Fixture::filled();
    fixture.flip(DAYS[1], |bytes| bytes / 3);
    let fixture = fixture.reopened();
    let forgetting = CleanOptions { lost: true, ..CleanOptions::default() };
    let cleaned = fixture.store.clean(&forgetting).unwrap();
    assert_eq!(
        (cleaned.files.len(), cleaned.files[0].kind, cleaned.forgotten.len()),
        (1, KeptKind::Damaged, 1)
    );
    assert!(fixture.store.health().unwrap().is_good());
    let fixture = fixture.reopened();
    assert!(fixture.store.verify(&VerifyScope::default(), &mut |_| true).unwrap().is_good());
    assert!(!fixture.tick_file(DAYS[1]).parent().unwrap().exists());
}
