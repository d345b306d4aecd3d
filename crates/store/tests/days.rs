//! Stored days looked at one after the other.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use common::{open, put, symbol};
use tickloom_model::{TimeRange, UtcDay};
use tickloom_store::{PartitionKey, Store, StoreError};

fn store_of_days(folder: &tempfile::TempDir, n_days: i32) -> (Store, UtcDay) {
    let store = open(folder.path());
    let first: UtcDay = "2019-02-04".parse().unwrap();
    for day in first.days_since_epoch()..first.days_since_epoch() + n_days {
        let day = UtcDay::from_days_since_epoch(day).to_string();
        put(&store, "EURUSD", &day, &[(0, 100), (43_200_000, 101)]).unwrap();
    }
    (store, first)
}

fn times(store: &Store, range: TimeRange) -> Vec<i64> {
    let mut all = Vec::new();
    let keep = |times: &[i64]| {
        all.extend_from_slice(times);
        Ok(())
    };
    store.visit_times(&symbol("EURUSD"), range, keep).unwrap();
    all
}

#[test]
fn times_of_many_days_come_in_order_and_within_the_range() {
    let folder = tempfile::tempdir().unwrap();
    let (store, first) = store_of_days(&folder, 20);
    let all = times(&store, TimeRange::ALL);
    assert_eq!(all.len(), 40);
    assert!(all.is_sorted());
    let range = TimeRange::new(first.start().saturating_add(1), first.next().next().start()).unwrap();
    assert_eq!(times(&store, range), all[1..4]);
    let empty = TimeRange { start: range.start, end: range.start };
    assert_eq!(times(&store, empty), [0; 0]);
}

#[test]
fn a_visitor_may_end_the_visit() {
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = store_of_days(&folder, 20);
    let mut visits = 0;
    let outcome = store.visit_times(&symbol("EURUSD"), TimeRange::ALL, |_| {
        visits += 1;
        if visits < 3 { Ok(()) } else { Err(StoreError::Interrupted) }
    });
    assert_eq!((outcome.map_err(|error| error.code()), visits), (Err("interrupted"), 3));
}

#[test]
fn a_day_says_what_rules_and_version_it_was_written_by() {
    let folder = tempfile::tempdir().unwrap();
    let (store, first) = store_of_days(&folder, 1);
    let day = store.day(&PartitionKey { symbol: symbol("EURUSD"), day: first }).unwrap();
    assert_eq!((day.ticks.len(), day.digits.get(), day.rules.as_str()), (2, 5, "1"));
    assert!(day.writer.starts_with("tickloom "));
    let known = store.partitions(&symbol("EURUSD"), TimeRange::ALL).unwrap();
    assert_eq!((known.len(), known[0].ticks), (1, 2));
}
