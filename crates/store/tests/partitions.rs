//! Ticks go in, come out the same, and survive whatever happens to the files around them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use std::fs;

use common::{digits, key, open, put, symbol, tick_file, ticks};
use proptest::prelude::*;
use tickloom_model::{Bars, Digits, Side, Ticks, TimeRange, UnixNanos};
use tickloom_store::{BarQuery, PartitionKey, SourceRecord, Store, StoreError};

const DAY: &str = "2019-02-04";

fn all_ticks(store: &Store, name: &str) -> Vec<Ticks> {
    store.ticks(&symbol(name), TimeRange::ALL).unwrap().days
}

#[test]
fn ticks_come_back_as_they_went_in() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    put(&store, "EURUSD", DAY, &[(994, 114_541), (1_204, 114_540)]).unwrap();
    assert_eq!(all_ticks(&store, "EURUSD"), [ticks(DAY, &[(994, 114_541), (1_204, 114_540)])]);
}

#[test]
fn storing_the_same_ticks_again_changes_no_file() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let first = put(&store, "EURUSD", DAY, &[(1, 10), (2, 11)]).unwrap();
    let before = fs::metadata(tick_file(home.path(), "EURUSD", DAY)).unwrap().modified().unwrap();
    let second = put(&store, "EURUSD", DAY, &[(2, 11), (1, 10)]).unwrap();
    assert_eq!((first.added, first.duplicates), (2, 0));
    assert_eq!((second.added, second.duplicates, second.partition), (0, 2, None));
    assert_eq!(fs::metadata(tick_file(home.path(), "EURUSD", DAY)).unwrap().modified().unwrap(), before);
}

#[test]
fn what_comes_twice_is_told_apart_from_what_is_stored_already() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    put(&store, "EURUSD", DAY, &[(1, 10), (2, 11)]).unwrap();
    let accounts = vec![ticks(DAY, &[(2, 11), (3, 12), (3, 12)]), ticks(DAY, &[(3, 12), (4, 13)])];
    let mut seen = Vec::new();
    let staged = store
        .stage_and_look(key("EURUSD", DAY), digits(), accounts, &[], |merged| seen.clone_from(&merged.bid))
        .unwrap();
    let committed = store.commit(staged).unwrap();
    assert_eq!((committed.added, committed.duplicates, committed.repeats.count), (2, 3, 2));
    assert_eq!(committed.repeats.first, [UnixNanos::new(ticks(DAY, &[(3, 12)]).timestamp[0])]);
    assert_eq!(seen, [10, 11, 12, 13]);
}

#[test]
fn a_report_grows_piece_by_piece_or_appears_whole() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let mut growing = store.create_report_file("17-1", "quarantine.csv").unwrap();
    growing.append(b"one\n").unwrap();
    growing.append(b"two\n").unwrap();
    let path = store.report_folder("17-1").join("quarantine.csv");
    assert_eq!(fs::read(&path).unwrap(), b"one\ntwo\n");
    assert_eq!(growing.finish().unwrap(), path);
    let report = store.write_report("17-1", "report.json", b"{}").unwrap();
    assert_eq!(fs::read(report).unwrap(), b"{}");
    assert!(store.create_report_file("17-1", "quarantine.csv").is_err());
}

#[test]
fn ticks_of_a_stored_day_are_merged_in_any_order_of_imports() {
    let (morning, evening) = (&[(1, 10), (5, 12)][..], &[(3, 11), (5, 12), (9, 13)][..]);
    let hashes = [[morning, evening], [evening, morning]].map(|imports| {
        let home = tempfile::tempdir().unwrap();
        let store = open(home.path());
        imports.into_iter().for_each(|rows| drop(put(&store, "EURUSD", DAY, rows).unwrap()));
        assert_eq!(all_ticks(&store, "EURUSD"), [ticks(DAY, &[(1, 10), (3, 11), (5, 12), (9, 13)])]);
        store.instruments().unwrap()[0].content_hash
    });
    assert_eq!(hashes[0], hashes[1]);
}

#[test]
fn ranges_are_half_open_and_cross_days() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    put(&store, "EURUSD", "2019-02-04", &[(0, 1), (86_399_999, 2)]).unwrap();
    put(&store, "EURUSD", "2019-02-05", &[(0, 3), (1, 4)]).unwrap();
    let start: UnixNanos = "2019-02-04T23:59:59.999Z".parse().unwrap();
    let end: UnixNanos = "2019-02-05T00:00:00.001Z".parse().unwrap();
    let table = store.ticks(&symbol("EURUSD"), TimeRange::new(start, end).unwrap()).unwrap();
    let bids: Vec<i64> = table.days.iter().flat_map(|day| day.bid.clone()).collect();
    assert_eq!(bids, [2, 3]);
    assert_eq!(store.days_with_ticks(&symbol("EURUSD"), TimeRange { start, end: start }).unwrap(), []);
}

#[test]
fn a_bar_is_made_of_all_its_ticks_also_those_outside_the_range() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    put(&store, "EURUSD", "2019-01-31", &[(0, 7)]).unwrap();
    put(&store, "EURUSD", "2019-02-04", &[(1, 10), (61_000, 12)]).unwrap();
    put(&store, "EURUSD", "2019-02-28", &[(5, 20)]).unwrap();
    let bars = |timeframe: &str, start: &str, end: &str| -> Bars {
        let range = TimeRange::new(start.parse().unwrap(), end.parse().unwrap()).unwrap();
        let query = BarQuery::new(symbol("EURUSD"), &[timeframe.parse().unwrap()], Side::Bid);
        store.bars(&BarQuery { range, ..query }).unwrap().remove(0).bars
    };
    let month = bars("1mo", "2019-02-01", "2019-02-02");
    assert_eq!((month.open[0], month.high[0], month.close[0], month.ticks[0]), (10, 20, 20, 3));
    assert_eq!(bars("1mo", "2019-02-02", "2019-03-01").len(), 0);
    assert_eq!(bars("1m", "2019-02-04T00:00:30", "2019-02-04T00:02:00").open, [12]);
    assert_eq!(bars("1d", "2019-01-01", "2020-01-01").open, [7, 10, 20]);
}

#[test]
fn ticks_outside_their_day_or_beyond_all_numbers_are_refused() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let mut too_dear = ticks(DAY, &[(1, 10)]);
    too_dear.ask[0] = tickloom_model::MAX_POINTS + 1;
    let mut no_volume = ticks(DAY, &[(1, 10)]);
    no_volume.bid_volume[0] = f32::NAN;
    for (name, wrong) in [("day", ticks("2019-02-05", &[(0, 1)])), ("price", too_dear), ("volume", no_volume)]
    {
        let outcome = store.stage(key("EURUSD", DAY), digits(), vec![wrong], &[]);
        assert!(matches!(outcome.err(), Some(StoreError::TicksInvalid { .. })), "{name}");
    }
    assert_eq!(store.instruments().unwrap(), []);
}

#[test]
fn other_decimals_than_the_stored_ones_are_refused() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    put(&store, "EURUSD", DAY, &[(1, 10)]).unwrap();
    let three = Digits::new(3).unwrap();
    let outcome = store.stage(key("EURUSD", DAY), three, vec![ticks(DAY, &[(2, 10)])], &[]);
    assert_eq!(outcome.err().unwrap().code(), "digits.differ");
}

#[test]
fn a_file_without_its_catalogue_entry_is_found_at_the_next_open() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let staged = store.stage(key("EURUSD", DAY), digits(), vec![ticks(DAY, &[(1, 10)])], &[]).unwrap();
    // Killed between the rename and the catalogue: the commit is not recorded.
    store.commit(staged).unwrap();
    drop(store);
    let store = open(home.path());
    assert_eq!(store.instruments().unwrap()[0].ticks, 1);
    let counted = store.sql("SELECT count(*) AS n FROM ticks", &[], || false).unwrap();
    assert_eq!(counted.num_rows(), 1);
    assert_eq!(store.health().unwrap().repaired, 0);
}

#[test]
fn the_catalogue_is_rebuilt_from_the_files_when_it_is_gone() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    for day in ["2019-02-04", "2019-02-05"] {
        put(&store, "EURUSD", day, &[(1, 10), (2, 11)]).unwrap();
    }
    let before = store.instruments().unwrap();
    drop(store);
    fs::remove_file(home.path().join("catalogue.duckdb")).unwrap();
    assert_eq!(open(home.path()).instruments().unwrap(), before);
}

#[test]
fn a_partition_that_was_removed_or_replaced_is_noticed() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    put(&store, "EURUSD", "2019-02-04", &[(1, 10)]).unwrap();
    put(&store, "EURUSD", "2019-02-05", &[(1, 10), (2, 11)]).unwrap();
    fs::remove_dir_all(tick_file(home.path(), "EURUSD", "2019-02-04").parent().unwrap()).unwrap();
    let health = store.health().unwrap();
    assert_eq!((health.repaired, health.partitions, health.ticks), (1, 1, 2));
    assert_eq!((health.lost.len(), health.lost[0].ticks, health.is_good()), (1, Some(1), false));
}

#[test]
fn a_damaged_file_costs_its_own_day_and_is_named() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    put(&store, "EURUSD", "2019-02-04", &[(1, 10)]).unwrap();
    put(&store, "EURUSD", "2019-02-05", &[(1, 10)]).unwrap();
    drop(store);
    let damaged = tick_file(home.path(), "EURUSD", "2019-02-04");
    fs::write(&damaged, b"PAR1 this is no Parquet PAR1").unwrap();
    let store = open(home.path());
    let health = store.health().unwrap();
    assert_eq!((health.ticks, health.damaged.len()), (1, 1));
    let aside = health.damaged[0].path.to_str().unwrap().to_owned();
    assert!(aside.contains("symbol=EURUSD/date=2019-02-04/ticks.parquet.damaged-"), "{aside}");
    assert_eq!(store.sql("SELECT * FROM ticks", &[], || false).unwrap().num_rows(), 1);
    assert_eq!(put(&store, "EURUSD", DAY, &[(1, 10)]).unwrap().added, 1);
    assert_eq!(fs::read(aside).unwrap(), b"PAR1 this is no Parquet PAR1");
}

#[test]
fn a_file_that_is_damaged_while_the_store_is_open_is_not_overwritten() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    put(&store, "EURUSD", DAY, &[(1, 10)]).unwrap();
    fs::write(tick_file(home.path(), "EURUSD", DAY), b"no Parquet").unwrap();
    let outcome = store.stage(key("EURUSD", DAY), digits(), vec![ticks(DAY, &[(1, 10)])], &[]);
    assert_eq!(outcome.err().unwrap().code(), "store.partition_damaged");
    assert_eq!(
        store.ticks(&symbol("EURUSD"), TimeRange::ALL).err().unwrap().code(),
        "store.partition_damaged"
    );
}

#[test]
fn a_partition_in_the_wrong_folder_is_not_believed() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    put(&store, "EURUSD", DAY, &[(1, 10)]).unwrap();
    drop(store);
    let moved = tick_file(home.path(), "GBPUSD", DAY);
    fs::create_dir_all(moved.parent().unwrap()).unwrap();
    fs::copy(tick_file(home.path(), "EURUSD", DAY), &moved).unwrap();
    let health = open(home.path()).health().unwrap();
    assert_eq!((health.symbols, health.damaged.len()), (1, 1));
}

#[test]
fn what_was_half_written_is_cleared_away_at_the_next_open() {
    let home = tempfile::tempdir().unwrap();
    drop(open(home.path()));
    let leftover = home.path().join("staging/7.parquet");
    fs::write(&leftover, b"half a file").unwrap();
    drop(open(home.path()));
    assert!(!leftover.exists());
}

#[test]
fn sources_are_remembered_with_the_ticks_they_gave() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let source = |name: &str, hash: &str, ticks| SourceRecord {
        name: name.into(),
        hash: hash.into(),
        bytes: 100,
        format: "bi5".into(),
        ticks,
    };
    for (rows, from) in [(&[(1, 10)][..], source("a", "aa", 1)), (&[(2, 11), (3, 12)], source("b", "bb", 2))]
    {
        let staged = store.stage(key("EURUSD", DAY), digits(), vec![ticks(DAY, rows)], &[from]).unwrap();
        store.commit(staged).unwrap();
    }
    let sources = store.sources(&key("EURUSD", DAY)).unwrap();
    assert_eq!(sources, [source("a", "aa", 1), source("b", "bb", 2)]);
}

#[test]
fn staged_ticks_that_are_given_up_leave_the_partition_free() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    drop(store.stage(key("EURUSD", DAY), digits(), vec![ticks(DAY, &[(1, 10)])], &[]).unwrap());
    assert_eq!(put(&store, "EURUSD", DAY, &[(1, 10)]).unwrap().added, 1);
}

#[test]
fn threads_that_store_the_same_day_lose_nothing() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let store = &store;
            scope.spawn(move || {
                for step in 0..10 {
                    put(store, "EURUSD", DAY, &[(thread * 100 + step, 10 + step)]).unwrap();
                }
            });
        }
    });
    assert_eq!(store.instruments().unwrap()[0].ticks, 80);
}

#[test]
fn no_flipped_byte_of_a_file_crashes_its_reader() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    put(&store, "EURUSD", DAY, &[(1, 10), (2, 11), (900, 14)]).unwrap();
    let path = tick_file(home.path(), "EURUSD", DAY);
    let good = fs::read(&path).unwrap();
    for position in 0..good.len() {
        let mut damaged = good.clone();
        damaged[position] ^= 0x41;
        fs::write(&path, &damaged).unwrap();
        match store.ticks(&symbol("EURUSD"), TimeRange::ALL) {
            Ok(table) => assert!(table.days.len() <= 1),
            Err(error) => assert_eq!(error.code(), "store.partition_damaged", "byte {position}"),
        }
    }
}

fn any_day() -> impl Strategy<Value = Ticks> {
    let unit = prop::sample::select(vec![1_000_000_i64, 1_000, 1]);
    let row = (0_i64..86_400_000, -3_i64..1 << 40, 0_i64..50, 0_u16..500, 0_u16..500);
    (unit, prop::collection::vec(row, 1..200)).prop_map(|(unit, rows)| {
        let midnight = DAY.parse::<tickloom_model::UtcDay>().unwrap().start().as_i64();
        let mut ticks = Ticks::default();
        for (time, bid, spread, bid_volume, ask_volume) in rows {
            ticks.timestamp.push(midnight + time * unit);
            ticks.bid.push(bid);
            ticks.ask.push(bid + spread);
            ticks.bid_volume.push(f32::from(bid_volume) / 100.0 + 0.01);
            ticks.ask_volume.push(f32::from(ask_volume) / 100.0);
        }
        ticks
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_ticks_survive_the_file_in_order_of_time(given in any_day()) {
        let home = tempfile::tempdir().unwrap();
        let store = open(home.path());
        let key = PartitionKey { symbol: symbol("EURUSD"), day: DAY.parse().unwrap() };
        let committed = store.commit(store.stage(key, digits(), vec![given.clone()], &[]).unwrap()).unwrap();
        let stored = all_ticks(&store, "EURUSD").remove(0);
        prop_assert!(stored.is_sorted());
        prop_assert_eq!(committed.added as usize, stored.len());
        prop_assert_eq!(committed.added + committed.duplicates, given.len() as u64);
        let mut expected: Vec<_> = given.iter().collect();
        expected.sort_by_key(|tick| tick.timestamp);
        expected.dedup();
        if expected.windows(2).all(|pair| pair[0].timestamp < pair[1].timestamp) {
            prop_assert_eq!(stored, expected.into_iter().collect::<Ticks>());
        }
    }
}

#[test]
fn the_nearest_day_is_of_the_same_symbol_and_the_earlier_of_two_as_close() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    for (name, day) in [("EURUSD", "2019-02-04"), ("EURUSD", "2019-02-08"), ("EURGBP", "2019-02-06")] {
        put(&store, name, day, &[(1, 10)]).unwrap();
    }
    for (day, expected) in [
        ("2000-01-01", "2019-02-04"),
        ("2019-02-04", "2019-02-04"),
        ("2019-02-06", "2019-02-04"),
        ("2019-02-07", "2019-02-08"),
        ("2030-01-01", "2019-02-08"),
    ] {
        let found = store.nearest_day(&symbol("EURUSD"), day.parse().unwrap());
        assert_eq!(found.map(|day| day.to_string()).as_deref(), Some(expected), "{day}");
    }
    assert_eq!(store.nearest_day(&symbol("AUDUSD"), "2019-02-04".parse().unwrap()), None);
}
