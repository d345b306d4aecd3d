//! A store in a temporary home, and ticks small enough to check by hand.

#![allow(dead_code, reason = "not every suite needs all of it")]

use std::path::Path;

use tickloom_model::{Digits, Symbol, Tick, Ticks, UnixNanos, UtcDay};
use tickloom_store::{Backtest, Committed, PartitionKey, Store, StoreError};

pub const FIVE: u64 = 5;

pub fn symbol(name: &str) -> Symbol {
    name.parse().unwrap()
}

pub fn digits() -> Digits {
    Digits::new(FIVE).unwrap()
}

pub fn key(name: &str, day: &str) -> PartitionKey {
    PartitionKey { symbol: symbol(name), day: day.parse::<UtcDay>().unwrap() }
}

/// Ticks of a day: milliseconds since midnight and bid; the ask is two points above, volumes are 1.5 and 0.75.
pub fn ticks(day: &str, rows: &[(i64, i64)]) -> Ticks {
    let midnight = day.parse::<UtcDay>().unwrap().start();
    rows.iter().map(|&(millis, bid)| tick(midnight.saturating_add(millis * 1_000_000), bid)).collect()
}

fn tick(timestamp: UnixNanos, bid: i64) -> Tick {
    Tick { timestamp, bid, ask: bid + 2, bid_volume: 1.5, ask_volume: 0.75 }
}

pub fn put(store: &Store, name: &str, day: &str, rows: &[(i64, i64)]) -> Result<Committed, StoreError> {
    let staged = store.stage(key(name, day), digits(), vec![ticks(day, rows)], &[])?;
    let committed = store.commit(staged)?;
    store.record(committed.partition.as_slice())?;
    Ok(committed)
}

pub fn open(home: &Path) -> Store {
    Store::open(home).unwrap()
}

pub fn tick_file(home: &Path, name: &str, day: &str) -> std::path::PathBuf {
    home.join(format!("ticks/symbol={name}/date={day}/ticks.parquet"))
}

/// A run that has begun; tests name what else they ask of it.
pub fn backtest(id: &str) -> Backtest {
    Backtest {
        id: id.into(),
        name: "kept".into(),
        symbol: "EURUSD".into(),
        timeframe: "1h".into(),
        created: 1,
        finished: None,
        status: "running".into(),
        data_hash: None,
        parameters: "{}".into(),
        metrics: "{}".into(),
    }
}
