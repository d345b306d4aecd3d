//! Minutes that are kept for reuse: never stale, never another answer, never a user's own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use std::{fs, thread};

use common::{key, open, put, symbol, tick_file};
use proptest::prelude::*;
use tickloom_model::{DayRule, Side, TimeRange, UtcDay};
use tickloom_store::{BarQuery, BarTable, CachedBar, CleanOptions, SqlValue, Store};

/// More than it takes until minutes are kept.
const DAYS: i32 = 36;

fn day(index: i32) -> String {
    let first: UtcDay = "2024-02-20".parse().unwrap();
    UtcDay::from_days_since_epoch(first.days_since_epoch() + index).to_string()
}

/// A store with two ticks on each day.
fn stored() -> (tempfile::TempDir, Store) {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    for index in 0..DAYS {
        let bid = i64::from(100 + index);
        put(&store, "EURUSD", &day(index), &[(5_000, bid), (79_500_000, bid + 7)]).unwrap();
    }
    (home, store)
}

fn bars(store: &Store, day: DayRule) -> Vec<BarTable> {
    let kinds = ["1m", "7m", "1h", "1d", "1w", "1mo"].map(|name| name.parse().unwrap());
    store.bars(&BarQuery { day, ..BarQuery::new(symbol("EURUSD"), &kinds, Side::Bid) }).unwrap()
}

fn forget(store: &Store) -> u64 {
    store.clean(&CleanOptions { cached_bars: true, ..CleanOptions::default() }).unwrap().cached_bars
}

fn count(store: &Store, query: &str) -> i64 {
    use arrow::{array::AsArray, datatypes::Int64Type};
    let table = store.sql(query, &[] as &[SqlValue], || false).unwrap();
    table.batches[0].column(0).as_primitive::<Int64Type>().value(0)
}

/// Rows of ours that were not made of what the catalogue says is stored.
fn stale(store: &Store) -> i64 {
    count(
        store,
        "SELECT count(*) FROM bars_cache WHERE built AND NOT EXISTS (
             FROM partitions WHERE partitions.symbol = bars_cache.symbol
               AND partitions.date = make_timestamp_ns(open_time)::DATE
               AND partitions.content_hash = bars_cache.content_hash)",
    )
}

#[test]
fn minutes_of_many_days_are_kept_once_and_need_no_tick_file() {
    let (home, store) = stored();
    let first = bars(&store, DayRule::Utc);
    assert_eq!(store.health().unwrap().cached_bars, 2 * DAYS as u64);
    for index in 0..DAYS {
        fs::write(tick_file(home.path(), "EURUSD", &day(index)), b"no ticks").unwrap();
    }
    assert_eq!(bars(&store, DayRule::Utc), first);
    assert_eq!(forget(&store), 2 * DAYS as u64);
    let damaged = store.bars(&BarQuery::new(symbol("EURUSD"), &["1d".parse().unwrap()], Side::Bid));
    assert_eq!(damaged.err().unwrap().code(), "store.partition_damaged");
}

#[test]
fn few_days_are_not_kept() {
    let (_home, store) = stored();
    let range = TimeRange { end: day(9).parse().unwrap(), ..TimeRange::ALL };
    store
        .bars(&BarQuery { range, ..BarQuery::new(symbol("EURUSD"), &["1m".parse().unwrap()], Side::Bid) })
        .unwrap();
    assert_eq!(store.health().unwrap().cached_bars, 0);
}

#[test]
fn a_day_that_is_replaced_or_gone_leaves_no_row() {
    let (home, store) = stored();
    bars(&store, DayRule::Utc);
    put(&store, "EURUSD", &day(3), &[(6_000, 50)]).unwrap();
    assert_eq!((stale(&store), store.health().unwrap().cached_bars), (0, 2 * DAYS as u64 - 2));
    fs::remove_file(tick_file(home.path(), "EURUSD", &day(7))).unwrap();
    assert_eq!((store.health().unwrap().cached_bars, stale(&store)), (2 * DAYS as u64 - 4, 0));
    assert_eq!(bars(&store, DayRule::Utc)[3].bars.len() as i32, DAYS - 1);
    assert_eq!(store.health().unwrap().cached_bars, 2 * DAYS as u64 - 2);
}

#[test]
fn a_day_that_the_catalogue_has_not_heard_of_is_built_anew() {
    let (_home, store) = stored();
    bars(&store, DayRule::Utc);
    let ticks = common::ticks(&day(3), &[(6_000, 50)]);
    let staged = store.stage(key("EURUSD", &day(3)), common::digits(), vec![ticks], &[]).unwrap();
    // Not recorded: as when the process dies now.
    let _ = store.commit(staged).unwrap();
    assert_eq!(bars(&store, DayRule::Utc)[3].bars.low[3], 50);
    let reopened_home = store.home().to_path_buf();
    drop(store);
    let store = open(&reopened_home);
    assert_eq!(stale(&store), 0);
    assert_eq!(bars(&store, DayRule::Utc)[3].bars.low[3], 50);
}

#[test]
fn what_users_keep_in_the_same_table_is_theirs() {
    let (_home, store) = stored();
    bars(&store, DayRule::Utc);
    let table = store.table::<CachedBar>();
    assert_eq!(table.list(10, 0).unwrap(), []);
    let minute = common::ticks(&day(0), &[(0, 1)]).timestamp[0];
    let own = CachedBar {
        symbol: "EURUSD".into(),
        timeframe: "1m".into(),
        side: "bid".into(),
        open_time: minute,
        open: 1,
        high: 2,
        low: 1,
        close: 2,
        volume: 1.0,
        ticks: 9,
        content_hash: "mine".into(),
    };
    let own_key = ["EURUSD".into(), "1m".into(), "bid".into(), minute.to_string()];
    let before = bars(&store, DayRule::Utc);
    table.create(&own).unwrap();
    table.update(&CachedBar { high: 3, ..own.clone() }).unwrap();
    assert_eq!(table.get(&own_key).unwrap().unwrap().high, 3);
    assert_eq!(bars(&store, DayRule::Utc), before);
    assert!(forget(&store) > 0);
    assert_eq!(table.list(10, 0).unwrap().len(), 1);
    assert!(table.delete(&own_key).unwrap());
}

#[test]
fn readers_and_an_import_at_once_leave_every_day_once() {
    let (_home, store) = stored();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| (0..4).for_each(|_| drop(bars(&store, DayRule::Utc))));
        }
        scope.spawn(|| {
            (0..8).for_each(|index| drop(put(&store, "EURUSD", &day(index), &[(7_000, 60)]).unwrap()))
        });
    });
    let kept = bars(&store, DayRule::Utc);
    assert_eq!(stale(&store), 0);
    assert_eq!(store.health().unwrap().cached_bars, kept[0].bars.len() as u64);
    forget(&store);
    assert_eq!(bars(&store, DayRule::Utc), kept);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 16, ..ProptestConfig::default() })]

    #[test]
    fn with_and_without_kept_minutes_bars_are_the_same_after_any_imports(
        imports in proptest::collection::vec((0..DAYS + 4, 0..86_400_000_i64, 90..140_i64, any::<bool>()), 1..12),
    ) {
        let (_home, store) = stored();
        for (index, millis, bid, looks) in imports {
            put(&store, "EURUSD", &day(index), &[(millis, bid)]).unwrap();
            if looks {
                bars(&store, DayRule::Session);
            }
        }
        let rules = [DayRule::Utc, DayRule::Session];
        let with = rules.map(|rule| bars(&store, rule));
        prop_assert_eq!(stale(&store), 0);
        forget(&store);
        prop_assert_eq!(with, rules.map(|rule| { forget(&store); bars(&store, rule) }));
    }
}
