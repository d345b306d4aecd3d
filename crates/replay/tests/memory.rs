//! However long what is played is, a replay holds days and not years. Alone in its program, for it counts every byte.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use common::{DAY, SECOND, put, symbols, tick};
use tickloom_model::{TimeRange, UnixNanos};
use tickloom_replay::{Replay, ReplayOptions};
use tickloom_store::Store;

struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes to the system's allocator; only sizes are counted.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        MOST.fetch_max(HELD.fetch_add(layout.size(), Relaxed) + layout.size(), Relaxed);
        // SAFETY: as promised to us.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        // SAFETY: as promised to us.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const PER_DAY: i64 = 4_000;

#[test]
fn a_year_takes_no_more_memory_than_a_month() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    for day in 0..365 {
        let ticks = (0..PER_DAY).map(|count| tick(day * DAY + count * 20 * SECOND, 100 + count));
        put(&store, "EURUSD", &ticks.collect::<Vec<_>>());
    }
    let month = most_of_a_replay(&store, 30);
    let year = most_of_a_replay(&store, 365);
    let day = PER_DAY as usize * tickloom_model::Ticks::BYTES_PER_TICK;
    // How many of the days that are read ahead were there at once is chance.
    assert!(year < month + 4 * day, "{year} bytes for a year, {month} for a month");
    assert!(year < 12 * day, "{year} bytes, {day} would be a day");
}

/// The most bytes that were held more than before while days were played, and then played again.
fn most_of_a_replay(store: &Store, days: i64) -> usize {
    let range = TimeRange { start: UnixNanos::new(0), end: UnixNanos::new(days * DAY) };
    let options = ReplayOptions { capacity: 10, ..ReplayOptions::default() };
    let before = HELD.load(Relaxed);
    MOST.store(before, Relaxed);
    let mut replay = Replay::open(store, &symbols(&["EURUSD"]), range, options).unwrap();
    for _ in 0..2 {
        replay.run_until(UnixNanos::MAX).unwrap();
        assert_eq!(replay.position().played, (days * PER_DAY) as u64);
        replay.seek(UnixNanos::new(days / 2 * DAY), || false).unwrap();
    }
    MOST.load(Relaxed) - before
}
