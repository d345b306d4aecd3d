//! Backups: whole and of one moment, refused where anything is missing, and restored all or not at all.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use common::{backtest, open, put, symbol, tick_file};
use tickloom_model::TimeRange;
use tickloom_store::{Backtest, CopyProgress, Store, StoreError, VerifyScope, restore};

const DAYS: [&str; 4] = ["2019-02-04", "2019-02-05", "2019-02-06", "2019-02-07"];

fn going_on(_: &CopyProgress) -> bool {
    true
}

fn named(name: &str) -> Backtest {
    Backtest { name: name.into(), ..backtest("1") }
}

/// A store with four days of two symbols, a record and a report.
fn filled(home: &Path) -> Store {
    let store = open(home);
    for (number, day) in (1..).zip(DAYS) {
        put(&store, "EURUSD", day, &[(1, 10 * number), (2, 11)]).unwrap();
        put(&store, "XAUUSD", day, &[(5, 7)]).unwrap();
    }
    store.table::<Backtest>().create(&named("before")).unwrap();
    store.write_report("1-1", "report.json", b"{}").unwrap();
    store
}

/// All that can be read of a store, with times and hashes.
fn contents(store: &Store) -> String {
    let ticks = store.ticks(&symbol("EURUSD"), TimeRange::ALL).unwrap();
    let records = store.table::<Backtest>().list(100, 0).unwrap();
    let hashes: Vec<_> = DAYS
        .iter()
        .flat_map(|day| ["EURUSD", "XAUUSD"].map(|name| store.partition(&common::key(name, day))))
        .map(|info| info.map(|info| (info.content_hash, info.file_hash)))
        .collect();
    let report = fs::read(store.home().join("reports/1-1/report.json")).ok();
    format!("{:?} {records:?} {hashes:?} {report:?}", ticks.days)
}

struct Copied {
    _folder: tempfile::TempDir,
    home: PathBuf,
    backup: PathBuf,
    contents: String,
}

fn backed_up() -> Copied {
    let folder = tempfile::tempdir().unwrap();
    let (home, backup) = (folder.path().join("home"), folder.path().join("backup"));
    let store = filled(&home);
    store.backup(&backup, &mut going_on).unwrap();
    Copied { contents: contents(&store), _folder: folder, home, backup }
}

#[test]
fn a_backup_restored_elsewhere_is_the_same_store() {
    let copied = backed_up();
    let elsewhere = copied.home.with_file_name("elsewhere");
    let report = restore(&elsewhere, &copied.backup, &mut going_on).unwrap();
    assert_eq!((report.files, report.before), (10, None));
    let store = open(&elsewhere);
    assert_eq!(contents(&store), copied.contents);
    assert!(store.verify(&VerifyScope::default(), &mut |_| true).unwrap().is_good());
    let health = store.health().unwrap();
    assert!(health.is_good() && health.repaired == 0, "no file has to be read again: {health:?}");
    let left: Vec<_> = fs::read_dir(&elsewhere).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("restor")), "{left:?}");
}

#[test]
fn the_store_of_before_is_kept_beside_the_restored_one() {
    let copied = backed_up();
    let store = open(&copied.home);
    put(&store, "EURUSD", "2019-02-08", &[(1, 99)]).unwrap();
    store.table::<Backtest>().update(&named("after")).unwrap();
    let after = contents(&store);
    drop(store);

    let before = restore(&copied.home, &copied.backup, &mut going_on).unwrap().before.unwrap();
    let store = open(&copied.home);
    assert_eq!(contents(&store), copied.contents);
    assert!(store.partition(&common::key("EURUSD", "2019-02-08")).is_none());
    assert_eq!(contents(&open(&before)), after, "it is a store itself");
}

#[test]
fn a_backup_is_of_one_moment_while_others_write() {
    let folder = tempfile::tempdir().unwrap();
    let (home, ended) = (folder.path().join("home"), AtomicBool::new(false));
    let store = filled(&home);
    thread::scope(|scope| {
        scope.spawn(|| {
            // Every day is written before its record: no moment has a record without its day.
            for number in 0_i64.. {
                if ended.load(Ordering::Relaxed) {
                    break;
                }
                let millis = 100 + number;
                put(&store, "GBPUSD", DAYS[number as usize % DAYS.len()], &[(millis, millis)]).unwrap();
                store.table::<Backtest>().create(&backtest(&format!("w{number:06}"))).unwrap();
            }
        });
        for round in 0..5 {
            thread::sleep(Duration::from_millis(30));
            let (backup, restored) = (
                folder.path().join(format!("backup{round}")),
                folder.path().join(format!("restored{round}")),
            );
            store.backup(&backup, &mut going_on).unwrap();
            restore(&restored, &backup, &mut going_on).unwrap();
            let copy = open(&restored);
            let records = copy.table::<Backtest>().list(100_000, 0).unwrap().len() - 1;
            let ticks = copy
                .instruments()
                .unwrap()
                .iter()
                .find(|found| found.symbol == symbol("GBPUSD"))
                .map_or(0, |found| found.ticks);
            assert!(
                (records as u64..=records as u64 + 1).contains(&ticks),
                "{ticks} ticks, {records} records"
            );
            assert!(copy.verify(&VerifyScope::default(), &mut |_| true).unwrap().is_good());
        }
        ended.store(true, Ordering::Relaxed);
    });
    assert_eq!(fs::read_dir(home.join("staging")).unwrap().count(), 0, "no name is left");
}

#[test]
fn folders_that_cannot_take_a_backup_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(&folder.path().join("home"));
    let (file, full) = (folder.path().join("file"), folder.path().join("full"));
    fs::write(&file, "").unwrap();
    fs::create_dir(&full).unwrap();
    fs::write(full.join("mine"), "").unwrap();
    let within = store.home().join("a/b");
    for (place, expected) in [
        (&file, "a file"),
        (&full, "not empty"),
        (&within, "in the store"),
        (&store.home().to_owned(), "in the store"),
    ] {
        let error = store.backup(place, &mut going_on).unwrap_err();
        assert_eq!(error.code(), "store.backup_folder_invalid");
        assert!(error.to_string().contains(expected), "{error}");
    }
    assert!(full.join("mine").exists() && !within.exists());
}

#[test]
fn whatever_is_changed_in_a_backup_it_is_refused_and_the_store_stays() {
    let copied = backed_up();
    let tick_file = tick_file(&copied.backup, "EURUSD", DAYS[1]);
    let flip = |path: &Path| {
        let mut bytes = fs::read(path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(path, bytes).unwrap();
    };
    let manifest = copied.backup.join("backup.json");
    let led_astray = || {
        let text = fs::read_to_string(&manifest).unwrap();
        fs::write(&manifest, text.replace("symbol=XAUUSD", "symbol=..")).unwrap();
    };
    let cases: [(&str, &dyn Fn()); 7] = [
        ("a changed bit", &|| flip(&tick_file)),
        ("a missing day", &|| fs::remove_file(&tick_file).unwrap()),
        ("a changed catalogue", &|| flip(&copied.backup.join("catalogue.duckdb"))),
        ("a missing catalogue", &|| fs::remove_file(copied.backup.join("catalogue.duckdb")).unwrap()),
        ("no manifest", &|| fs::remove_file(&manifest).unwrap()),
        ("half a manifest", &|| fs::write(&manifest, &fs::read(&manifest).unwrap()[..400]).unwrap()),
        ("a path to elsewhere", &led_astray),
    ];
    for (what, damage) in cases {
        let whole = copied.backup.with_file_name("whole");
        copy_folder(&copied.backup, &whole);
        damage();
        let error = restore(&copied.home, &copied.backup, &mut going_on).unwrap_err();
        assert_eq!(error.code(), "store.backup_incomplete", "{what}: {error}");
        assert_eq!(contents(&open(&copied.home)), copied.contents, "{what}");
        fs::remove_dir_all(&copied.backup).unwrap();
        fs::rename(&whole, &copied.backup).unwrap();
    }
    restore(&copied.home, &copied.backup, &mut going_on).unwrap();
}

#[cfg(unix)]
#[test]
fn a_link_in_a_backup_is_not_followed() {
    let copied = backed_up();
    let path = tick_file(&copied.backup, "EURUSD", DAYS[1]);
    let elsewhere = copied.backup.with_file_name("elsewhere");
    fs::rename(&path, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
    assert_eq!(
        restore(&copied.home, &copied.backup, &mut going_on).unwrap_err().code(),
        "store.backup_incomplete"
    );
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let (path, copy) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() { copy_folder(&path, &copy) } else { assert!(fs::copy(&path, &copy).is_ok()) }
    }
}

#[test]
fn a_damaged_day_is_not_taken_into_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(&folder.path().join("home"));
    let path = tick_file(store.home(), "EURUSD", DAYS[2]);
    let mut bytes = fs::read(&path).unwrap();
    bytes[100] ^= 1;
    fs::write(&path, bytes).unwrap();
    let backup = folder.path().join("backup");
    let error = store.backup(&backup, &mut going_on).unwrap_err();
    assert!(
        matches!(&error, StoreError::PartitionDamaged { path, .. } if path.ends_with("date=2019-02-06/ticks.parquet")),
        "{error}"
    );
    assert_eq!(fs::read_dir(&backup).unwrap().count(), 0, "nothing is left of it");
}

#[test]
fn who_interrupts_leaves_everything_as_it_was() {
    let copied = backed_up();
    let store = open(&copied.home);
    let second = copied.backup.with_file_name("second");
    assert!(matches!(store.backup(&second, &mut |_| false), Err(StoreError::Interrupted)));
    assert_eq!(fs::read_dir(&second).unwrap().count(), 0);
    store.backup(&second, &mut going_on).unwrap();
    drop(store);
    assert!(matches!(restore(&copied.home, &copied.backup, &mut |_| false), Err(StoreError::Interrupted)));
    assert_eq!(contents(&open(&copied.home)), copied.contents);
}

#[test]
fn whoever_stops_waiting_when_all_is_copied_keeps_the_store_too() {
    let copied = backed_up();
    let store = open(&copied.home);
    let mut looks_at_all = 0;
    let given_up = store.restore_at_next_open(&copied.backup, &mut |progress| {
        looks_at_all += u32::from(progress.bytes_done == progress.bytes_total);
        looks_at_all < 2
    });
    assert!(matches!(given_up, Err(StoreError::Interrupted)), "{given_up:?}");
    drop(store);
    assert_eq!(contents(&open(&copied.home)), copied.contents);
    let kept = fs::read_dir(&copied.home).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(kept.filter(|name| name.to_string_lossy().starts_with("before-restore-")).count(), 0);
}

#[test]
fn a_restoration_of_an_open_store_is_seen_when_it_is_opened_again() {
    let copied = backed_up();
    for (is_last_given_up, expected) in [(true, "after"), (false, "before")] {
        let store = open(&copied.home);
        store.table::<Backtest>().update(&named("after")).unwrap();
        let after = contents(&store);
        let report = store.restore_at_next_open(&copied.backup, &mut going_on).unwrap();
        if is_last_given_up {
            let given_up = store.restore_at_next_open(&copied.backup, &mut |_| false);
            assert!(matches!(given_up, Err(StoreError::Interrupted)), "{given_up:?}");
        }
        assert_eq!(contents(&store), after, "who has it open sees no change");
        drop(store);
        let name = open(&copied.home).table::<Backtest>().list(1, 0).unwrap().remove(0).name;
        assert_eq!(name, expected);
        assert_eq!(report.before.unwrap().exists(), !is_last_given_up);
    }
    assert_eq!(contents(&open(&copied.home)), copied.contents);
}

#[test]
fn a_store_that_somebody_has_open_is_not_restored_at_once() {
    let copied = backed_up();
    let _store = open(&copied.home);
    assert_eq!(restore(&copied.home, &copied.backup, &mut going_on).unwrap_err().code(), "store.owned");
}

const FOLDER_OF_CHILD: &str = "TICKLOOM_TEST_FOLDER_OF_CHILD";

/// The other process of the test below; without its variable there is nothing to do.
#[test]
fn child_that_makes_a_backup_and_restores_it() {
    let Some(folder) = env::var_os(FOLDER_OF_CHILD).map(PathBuf::from) else { return };
    let store = open(&folder.join("home"));
    store.backup(&folder.join("second"), &mut going_on).unwrap();
    drop(store);
    for _ in 0..100 {
        restore(&folder.join("home"), &folder.join("backup"), &mut going_on).unwrap();
    }
}

#[test]
fn killed_at_any_moment_a_backup_is_whole_or_none_and_a_store_is_the_old_or_the_new() {
    for round in 0..24 {
        let copied = backed_up();
        let folder = copied.home.parent().unwrap();
        let store = open(&copied.home);
        store.table::<Backtest>().update(&named("after")).unwrap();
        let after = contents(&store);
        drop(store);
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["child_that_makes_a_backup_and_restores_it", "--exact"])
            .env(FOLDER_OF_CHILD, folder)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(20 + 17 * round));
        child.kill().unwrap();
        child.wait().unwrap();

        let found = contents(&open(&copied.home));
        assert!(found == after || found == copied.contents, "round {round}: {found}");
        let (second, elsewhere) = (folder.join("second"), folder.join("elsewhere"));
        match restore(&elsewhere, &second, &mut going_on) {
            Ok(_) => assert_eq!(contents(&open(&elsewhere)), after, "round {round}"),
            Err(error) => assert_eq!(error.code(), "store.backup_incomplete", "round {round}: {error}"),
        }
    }
}

#[test]
fn sizes_are_those_of_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path());
    let sizes = store.sizes().unwrap();
    let told: Vec<_> =
        sizes.symbols.iter().map(|size| (size.symbol.to_string(), size.partitions, size.ticks)).collect();
    assert_eq!(told, [("EURUSD".to_owned(), 4, 8), ("XAUUSD".to_owned(), 4, 4)]);
    let on_disk: u64 =
        DAYS.iter().map(|day| fs::metadata(tick_file(folder.path(), "XAUUSD", day)).unwrap().len()).sum();
    assert_eq!(sizes.symbols[1].bytes, on_disk);
    assert!(sizes.catalogue_bytes > 0 && sizes.free_bytes > 0 && sizes.kept_bytes == 0);
}
