//! What a long result takes of memory: some days of it, however long it is.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;

use engine::{Heard, Running};
use tickloom_model::{Digits, UtcDay};
use tickloom_protocol::{
    Payload,
    methods::common::{SymbolRange, TablePart},
};
use tickloom_store::{PartitionKey, Store};
use tickloom_synthetic::{DIGITS, Generator};

/// Of 32 bytes each.
const TICKS: usize = 3_000_000;
const MOST: usize = 64 << 20;

/// Fills a home with whole days; how many ticks there are.
fn fill(home: &std::path::Path) -> usize {
    let (store, generator) = (Store::open(home).unwrap(), Generator::new(7));
    let (mut day, mut stored) = ("2018-01-01".parse::<UtcDay>().unwrap(), 0);
    while stored < TICKS {
        let ticks = generator.day(day);
        stored += ticks.len();
        if !ticks.is_empty() {
            let key = PartitionKey { symbol: "EURUSD".parse().unwrap(), day };
            store.commit(store.stage(key, Digits::new(DIGITS).unwrap(), vec![ticks], &[]).unwrap()).unwrap();
        }
        day = day.next();
    }
    stored
}

#[test]
fn three_million_ticks_go_out_in_the_memory_of_some_days() {
    let mut stored = 0;
    let running = Running::over(|home| stored = fill(home));
    let held = || memory_stats::memory_stats().map_or(0, |stats| stats.physical_mem);
    let mut client = running.client();
    let (before, mut most, mut bytes) = (held(), 0, 0);
    client.request("ticks.range", &SymbolRange { symbol: "EURUSD".into(), ..SymbolRange::default() });
    loop {
        let Heard::Reply { more, result, .. } = client.hear() else { panic!("no part") };
        bytes += Payload::received(&result).decode::<TablePart>().unwrap().columns.len();
        most = most.max(held());
        if !more {
            break;
        }
    }
    assert!(bytes > stored * 32, "{bytes} bytes of {stored} ticks");
    let grown = most.saturating_sub(before);
    assert!(grown < MOST, "{grown} bytes more to send {bytes}");
}
