//! What a multi-timeframe state says of its memory is true, and after its start it takes no more.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    hint::black_box,
};

use tickloom_bars::{Days, MtfConfig, MtfState, MtfSymbol, calendar::Calendar};
use tickloom_model::{BarKind, Digits, InstrumentKind, NANOS_PER_SECOND, Tick, Ticks, UnixNanos};

/// The system's allocator, which counts for each thread what is taken and how often.
struct Counting;

thread_local! {
    static TAKEN: Cell<(i64, u64)> = const { Cell::new((0, 0)) };
}

fn count(bytes: i64, times: u64) {
    TAKEN.set((TAKEN.get().0 + bytes, TAKEN.get().1 + times));
}

// SAFETY: every call is handed to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as i64, 1);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        count(-(layout.size() as i64), 0);
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Bytes that some work keeps, and how often it took memory.
fn taken<T>(work: impl FnOnce() -> T) -> (T, i64, u64) {
    let (bytes, times) = TAKEN.get();
    let result = work();
    let (bytes_after, times_after) = TAKEN.get();
    (result, bytes_after - bytes, times_after - times)
}

const NAMES: [&str; 12] = ["1m", "5m", "15m", "1h", "4h", "1d", "1w", "1mo", "50t", "500v", "10r", "10b"];

fn config(symbols: usize, days: &Days, lateness: i64) -> MtfConfig {
    let symbol = |number| MtfSymbol {
        symbol: format!("S{number}").parse().unwrap(),
        digits: Digits::new(5).unwrap(),
        days: days.clone(),
    };
    let kinds: Vec<BarKind> = NAMES.map(|name| name.parse().unwrap()).into();
    MtfConfig {
        lateness,
        capacity: 500,
        held: 1_000,
        ..MtfConfig::new((0..symbols).map(symbol).collect(), kinds)
    }
}

/// Half a year of ticks, one a minute and now and then one that is late.
fn ticks() -> Ticks {
    let tick = |number: i64| Tick {
        timestamp: UnixNanos::new((number * 60 - if number % 7 == 0 { 90 } else { 0 }) * NANOS_PER_SECOND),
        bid: 100_000 + (number * 7_919) % 61,
        ask: 100_002 + (number * 7_919) % 61,
        bid_volume: 1.5,
        ask_volume: 2.5,
    };
    (0..250_000).map(tick).collect()
}

#[test]
fn the_memory_stated_is_the_memory_taken() {
    for (symbols, lateness) in [(1, 0), (7, 0), (7, NANOS_PER_SECOND)] {
        let config = config(symbols, &Days::Utc, lateness);
        let (state, bytes, _) = taken(|| MtfState::new(config.clone()).unwrap());
        assert_eq!(state.memory(), config.memory());
        // Beside the buffers: what stands in for each timeframe, and what the state was made for.
        let (stated, rest) = (state.memory() as i64, bytes - state.memory() as i64);
        assert!((0..=stated / 20).contains(&rest), "{stated} bytes stated, {bytes} taken");
    }
}

#[test]
fn nothing_is_taken_after_the_start() {
    let session = Days::Session(Calendar::of(InstrumentKind::Fx).unwrap());
    let ticks = ticks();
    for (days, lateness) in [(&Days::Utc, 0), (&session, 0), (&Days::Utc, 100 * NANOS_PER_SECOND)] {
        let mut state = MtfState::new(config(2, days, lateness)).unwrap();
        let ids: Vec<_> = state.symbols().collect();
        let ((), bytes, times) = taken(|| {
            for (number, tick) in ticks.iter().enumerate() {
                state.on_tick(ids[number % 2], &tick);
                black_box(state.state(ids[0], number % NAMES.len()).forming);
            }
            state.advance(UnixNanos::new(250_000 * 60 * NANOS_PER_SECOND));
        });
        assert_eq!((bytes, times), (0, 0), "lateness {lateness}");
        assert!(state.history(ids[0], 0).written() > 100_000);
    }
}

#[test]
fn ticks_in_columns_take_nothing_either() {
    let ticks = ticks();
    let mut state = MtfState::new(config(1, &Days::Utc, 0)).unwrap();
    let id = state.symbols().next().unwrap();
    let ((), bytes, times) = taken(|| state.push_ticks(id, &ticks));
    assert_eq!((bytes, times), (0, 0));
    assert!(state.sequencer(id).dropped() > 30_000);
}
