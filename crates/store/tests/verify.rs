//! Whatever happens to stored files is found, and what is as it was stored raises no alarm.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use std::{
    fs::{self, File, FileTimes},
    path::{Path, PathBuf},
};

use common::{digits, key, open, put, symbol, tick_file, ticks};
use tickloom_model::TimeRange;
use tickloom_store::{LossReason, ProblemKind, Store, StoreError, VerifyProgress, VerifyReport, VerifyScope};

const DAYS: [&str; 3] = ["2019-02-04", "2019-02-05", "2019-02-06"];

fn verify(store: &Store) -> VerifyReport {
    store.verify(&VerifyScope::default(), &mut |_| true).unwrap()
}

fn kinds(report: &VerifyReport) -> Vec<ProblemKind> {
    report.problems.iter().map(|problem| problem.kind).collect()
}

/// Three days of a few hundred ticks each.
fn filled(home: &Path) -> Store {
    let store = open(home);
    for (number, day) in DAYS.into_iter().enumerate() {
        let rows: Vec<(i64, i64)> =
            (0..300 + number as i64).map(|step| (step * 97, 114_000 + step * step % 83)).collect();
        put(&store, "EURUSD", day, &rows).unwrap();
    }
    store
}

/// Other bytes under the same name, with the time of writing of the old ones.
fn overwrite_unnoticed(path: &Path, bytes: &[u8]) {
    let modified = fs::metadata(path).unwrap().modified().unwrap();
    fs::write(path, bytes).unwrap();
    File::options()
        .write(true)
        .open(path)
        .unwrap()
        .set_times(FileTimes::new().set_modified(modified))
        .unwrap();
}

fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            // Not `fs::copy`, which may keep times.
            fs::write(target, fs::read(entry.path()).unwrap()).unwrap();
        }
    }
}

#[test]
fn a_store_as_it_was_written_raises_no_alarm_nor_does_its_copy() {
    let folder = tempfile::tempdir().unwrap();
    let (home, copy) = (folder.path().join("home"), folder.path().join("copy"));
    let store = filled(&home);
    let report = verify(&store);
    assert_eq!((report.files, report.ticks, report.problems.as_slice()), (3, 903, &[][..]));
    drop(store);
    assert!(verify(&open(&home)).is_good());
    copy_tree(&home, &copy);
    assert!(verify(&open(&copy)).is_good());
    fs::remove_file(copy.join("catalogue.duckdb")).unwrap();
    assert!(verify(&open(&copy)).is_good());
}

#[test]
fn commits_that_the_catalogue_has_not_heard_of_raise_no_alarm() {
    let home = tempfile::tempdir().unwrap();
    let store = filled(home.path());
    for rows in [&[(1, 10)][..], &[(2, 11)]] {
        let more = ticks(DAYS[0], rows);
        let staged = store.stage(key("EURUSD", DAYS[0]), digits(), vec![more], &[]).unwrap();
        store.commit(staged).unwrap();
    }
    assert!(verify(&store).is_good());
    drop(store);
    assert!(verify(&open(home.path())).is_good());
}

/// Numbers that look random and are the same each time.
fn scattered(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    }
}

/// Positions of bits in all parts of a file: its first and last bytes, and many between.
fn positions(bytes: usize, random: &mut impl FnMut(usize) -> usize) -> Vec<usize> {
    let ends = (0..5).chain(bytes - 9..bytes).map(|byte| byte * 8 + byte % 8);
    let between: Vec<usize> = (0..120).map(|_| random(bytes * 8)).collect();
    ends.chain(between).collect()
}

#[test]
fn every_flipped_bit_is_found_while_the_store_is_open_and_at_the_next_open() {
    let home = tempfile::tempdir().unwrap();
    let mut store = filled(home.path());
    let mut random = scattered(7);
    for day in DAYS {
        let path = tick_file(home.path(), "EURUSD", day);
        let good = fs::read(&path).unwrap();
        for position in positions(good.len(), &mut random) {
            let mut bytes = good.clone();
            bytes[position / 8] ^= 1 << (position % 8);
            overwrite_unnoticed(&path, &bytes);
            let report = verify(&store);
            assert_eq!(report.days_to_repair(), [key("EURUSD", day)], "bit {position} of {day}");
            assert_eq!(report.problems.len(), 1);
        }
        overwrite_unnoticed(&path, &good);
        assert!(verify(&store).is_good());
    }
    for day in DAYS {
        let path = tick_file(home.path(), "EURUSD", day);
        let good = fs::read(&path).unwrap();
        for position in positions(good.len(), &mut random).into_iter().step_by(3) {
            drop(store);
            let mut bytes = good.clone();
            bytes[position / 8] ^= 1 << (position % 8);
            fs::write(&path, &bytes).unwrap();
            store = open(home.path());
            let report = verify(&store);
            assert_eq!(report.days_to_repair(), [key("EURUSD", day)], "bit {position} of {day}");
            drop(store);
            fs::write(&path, &good).unwrap();
            store = open(home.path());
        }
        assert!(verify(&store).is_good(), "{day} put right");
    }
}

#[test]
fn files_cut_short_or_grown_are_found() {
    let home = tempfile::tempdir().unwrap();
    let store = filled(home.path());
    let path = tick_file(home.path(), "EURUSD", DAYS[1]);
    let good = fs::read(&path).unwrap();
    let longer = [good.clone(), vec![0; 3]].concat();
    for bytes in [&good[..0], &good[..7], &good[..good.len() - 1], &longer] {
        overwrite_unnoticed(&path, bytes);
        assert_eq!(kinds(&verify(&store)), [ProblemKind::Damaged], "{} bytes", bytes.len());
    }
}

#[test]
fn a_sound_file_with_other_ticks_or_of_another_day_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let (home, other) = (folder.path().join("home"), folder.path().join("other"));
    let store = filled(&home);
    put(&open(&other), "EURUSD", DAYS[0], &[(1, 10)]).unwrap();
    let place = tick_file(&home, "EURUSD", DAYS[0]);
    for (from, expected) in [
        (tick_file(&other, "EURUSD", DAYS[0]), ProblemKind::Disagrees),
        (tick_file(&home, "EURUSD", DAYS[1]), ProblemKind::Damaged),
    ] {
        fs::write(&place, fs::read(from).unwrap()).unwrap();
        assert_eq!(kinds(&verify(&store)), [expected]);
    }
}

#[test]
fn a_vanished_day_stays_lost_until_it_is_stored_again() {
    let home = tempfile::tempdir().unwrap();
    let store = filled(home.path());
    assert_eq!(store.lost().unwrap(), []);
    fs::remove_dir_all(tick_file(home.path(), "EURUSD", DAYS[2]).parent().unwrap()).unwrap();
    assert_eq!(kinds(&verify(&store)), [ProblemKind::Missing]);
    drop(store);
    for _ in 0..2 {
        let store = open(home.path());
        let lost = store.lost().unwrap();
        assert_eq!((lost.len(), lost[0].ticks, lost[0].reason), (1, Some(302), LossReason::Missing));
        assert_eq!(kinds(&verify(&store)), [ProblemKind::Missing]);
        assert_eq!(verify(&store).days_to_repair(), [key("EURUSD", DAYS[2])]);
    }
    let store = open(home.path());
    put(&store, "EURUSD", DAYS[2], &[(1, 10)]).unwrap();
    assert_eq!(store.lost().unwrap(), []);
    assert!(verify(&store).is_good());
}

#[test]
fn a_damaged_day_is_remembered_also_by_a_new_catalogue() {
    let home = tempfile::tempdir().unwrap();
    drop(filled(home.path()));
    fs::write(tick_file(home.path(), "EURUSD", DAYS[0]), b"PAR1").unwrap();
    let store = open(home.path());
    let lost = store.lost().unwrap();
    assert_eq!((lost[0].ticks, lost[0].reason), (Some(300), LossReason::Damaged));
    assert!(lost[0].path.as_ref().unwrap().exists());
    assert_eq!(kinds(&verify(&store)), [ProblemKind::Damaged]);
    drop(store);
    fs::remove_file(home.path().join("catalogue.duckdb")).unwrap();
    let store = open(home.path());
    assert_eq!(store.lost().unwrap()[0].ticks, None);
    assert_eq!(kinds(&verify(&store)), [ProblemKind::Damaged]);
}

#[test]
fn foreign_files_are_named_and_links_too() {
    let home = tempfile::tempdir().unwrap();
    let store = filled(home.path());
    let ticks = home.path().join("ticks");
    let day = ticks.join("symbol=EURUSD/date=2019-02-04");
    fs::create_dir_all(ticks.join("symbol=eurusd")).unwrap();
    fs::create_dir_all(ticks.join("symbol=EURUSD/date=2019-02-30")).unwrap();
    fs::create_dir_all(ticks.join("symbol=EURUSD/date=2019-02-28")).unwrap();
    for file in [ticks.join("notes.txt"), day.join("ticks.parquet.bak"), day.join("ticks.parquet.damaged-")] {
        fs::write(file, b"?").unwrap();
    }
    fs::write(day.join("ticks.parquet.damaged-1700000000"), b"put aside by us").unwrap();
    let mut expected: Vec<PathBuf> = vec![
        ticks.join("notes.txt"),
        ticks.join("symbol=eurusd"),
        ticks.join("symbol=EURUSD/date=2019-02-30"),
        day.join("ticks.parquet.bak"),
        day.join("ticks.parquet.damaged-"),
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&day, ticks.join("symbol=EURUSD/date=2019-02-07")).unwrap();
        expected.push(ticks.join("symbol=EURUSD/date=2019-02-07"));
    }
    let report = verify(&store);
    let foreign = report.problems.iter().filter(|problem| problem.kind == ProblemKind::Foreign);
    let mut found: Vec<PathBuf> = foreign.map(|problem| problem.path.clone()).collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn a_tick_file_that_nobody_stored_is_named_until_the_store_takes_it_in() {
    let home = tempfile::tempdir().unwrap();
    let store = filled(home.path());
    let new = tick_file(home.path(), "EURUSD", "2019-02-07");
    fs::create_dir_all(new.parent().unwrap()).unwrap();
    fs::write(&new, b"anything").unwrap();
    assert_eq!(kinds(&verify(&store)), [ProblemKind::Unknown]);
    assert_eq!(verify(&store).days_to_repair(), []);
}

#[test]
fn only_what_is_asked_for_is_verified() {
    let home = tempfile::tempdir().unwrap();
    let store = filled(home.path());
    put(&store, "GBPUSD", DAYS[0], &[(1, 10)]).unwrap();
    for day in DAYS {
        fs::remove_file(tick_file(home.path(), "EURUSD", day)).unwrap();
    }
    fs::write(home.path().join("ticks/notes.txt"), b"?").unwrap();
    let range = |from: &str, to: &str| TimeRange::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
    for (symbols, range, files, problems) in [
        (vec![], TimeRange::ALL, 4, 4),
        (vec![symbol("EURUSD")], TimeRange::ALL, 3, 3),
        (vec![symbol("GBPUSD")], TimeRange::ALL, 1, 0),
        (vec![symbol("EURUSD")], range("2019-02-05", "2019-02-06"), 1, 1),
        (vec![], range("2019-02-05T12:00", "2019-02-06T00:00:01"), 2, 2),
    ] {
        let scope = VerifyScope { symbols, range };
        let report = store.verify(&scope, &mut |_| true).unwrap();
        assert_eq!((report.files, report.problems.len()), (files, problems), "{scope:?}");
    }
}

#[test]
fn a_verification_tells_how_far_it_is_and_can_be_ended() {
    let home = tempfile::tempdir().unwrap();
    let store = filled(home.path());
    let mut last = None;
    let mut keep = |progress: &VerifyProgress| {
        last = Some(progress.clone());
        true
    };
    store.verify(&VerifyScope::default(), &mut keep).unwrap();
    let last = last.unwrap();
    assert_eq!((last.files_done, last.files_total, last.bytes_done), (3, 3, last.bytes_total));
    let ended = store.verify(&VerifyScope::default(), &mut |_| false);
    assert!(matches!(ended, Err(StoreError::Interrupted)));
}

#[test]
fn a_day_that_is_set_aside_can_be_stored_again_or_put_back() {
    let home = tempfile::tempdir().unwrap();
    let store = filled(home.path());
    let before = store.instruments().unwrap();
    let aside = store.set_aside(&key("EURUSD", DAYS[0])).unwrap().unwrap();
    assert_eq!(store.instruments().unwrap()[0].days, 2);
    assert_eq!(kinds(&verify(&store)), [ProblemKind::Damaged]);
    assert!(store.put_back(aside).unwrap());
    assert_eq!(store.instruments().unwrap(), before);
    assert!(verify(&store).is_good());

    let aside = store.set_aside(&key("EURUSD", DAYS[0])).unwrap().unwrap();
    put(&store, "EURUSD", DAYS[0], &[(1, 10)]).unwrap();
    assert!(!store.put_back(aside).unwrap());
    assert_eq!(store.set_aside(&key("EURUSD", "2019-03-01")).unwrap(), None);
    assert!(verify(&store).is_good());
}
