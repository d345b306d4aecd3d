//! A day that is imported again while it is played.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use common::{DAY, put, symbols, tick};
use tickloom_model::{TimeRange, UnixNanos};
use tickloom_replay::{Replay, ReplayOptions};
use tickloom_store::Store;

const N_DAYS: i64 = 10;

fn store(home: &tempfile::TempDir) -> Store {
    let store = Store::open(home.path()).unwrap();
    put(&store, "EURUSD", &(0..N_DAYS).map(|day| tick(day * DAY, 100 + day)).collect::<Vec<_>>());
    store
}

fn open(store: &Store) -> Replay {
    Replay::open(store, &symbols(&["EURUSD"]), TimeRange::ALL, ReplayOptions::default()).unwrap()
}

fn play(replay: &mut Replay) -> Result<(), &'static str> {
    replay.run_until(UnixNanos::MAX).map_err(|error| error.code())
}

#[test]
fn a_day_that_was_changed_is_refused_until_the_replay_is_opened_again() {
    let home = tempfile::tempdir().unwrap();
    let store = store(&home);
    let mut replay = open(&store);
    replay.next_tick().unwrap();
    put(&store, "EURUSD", &[tick(8 * DAY + 5, 1)]);
    for _ in 0..2 {
        assert_eq!(play(&mut replay), Err("replay.day_changed"));
        assert_eq!((replay.position().played, replay.now().as_i64()), (8, 7 * DAY));
    }
    replay.seek(UnixNanos::new(3 * DAY), || false).unwrap();
    assert_eq!(replay.position().played, 4);
    let mut again = open(&store);
    play(&mut again).unwrap();
    assert_eq!(again.position().played, 11);
}

#[test]
fn a_day_that_was_removed_is_missed() {
    let home = tempfile::tempdir().unwrap();
    let store = store(&home);
    let mut replay = open(&store);
    let file = home.path().join("ticks/symbol=EURUSD/date=1970-01-09/ticks.parquet");
    std::fs::remove_file(&file).unwrap();
    store.health().unwrap();
    assert_eq!(play(&mut replay), Err("replay.day_changed"));
}

#[test]
fn a_day_that_became_damaged_says_so() {
    let home = tempfile::tempdir().unwrap();
    let store = store(&home);
    let mut replay = open(&store);
    std::fs::write(home.path().join("ticks/symbol=EURUSD/date=1970-01-09/ticks.parquet"), "no ticks")
        .unwrap();
    assert_eq!(play(&mut replay), Err("store.partition_damaged"));
}

#[test]
fn days_that_came_later_and_days_that_came_again_unchanged_make_no_difference() {
    let home = tempfile::tempdir().unwrap();
    let store = store(&home);
    let mut replay = open(&store);
    put(&store, "EURUSD", &[tick(20 * DAY, 1), tick(21 * DAY, 1)]);
    put(&store, "EURUSD", &[tick(8 * DAY, 108)]);
    play(&mut replay).unwrap();
    assert_eq!((replay.position().played, replay.now().as_i64()), (10, 9 * DAY));
}
