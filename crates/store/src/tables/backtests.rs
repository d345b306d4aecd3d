//! Backtests: what was tried on which ticks, and what came out.

use tickloom_model::{Symbol, Timeframe};

use super::record::{json_object, one_of, record};
use crate::{Store, StoreError};

record! {
    /// One run of a backtest.
    Backtest in "backtests", key of 1, check check;
    /// Its name, unique in the store.
    id: String,
    /// What the user calls it.
    name: String,
    /// The symbol it ran on.
    symbol: String,
    /// The timeframe it ran on.
    timeframe: String,
    /// When it was made, UTC nanoseconds.
    created: i64,
    /// When it ended, UTC nanoseconds.
    finished: Option<i64>,
    /// `planned`, `running`, `done` or `failed`.
    status: String,
    /// Content hash of the ticks it ran on.
    data_hash: Option<String>,
    /// What it was run with: a JSON object.
    parameters: String,
    /// What came out: a JSON object.
    metrics: String,
}

fn check(record: &Backtest, _: &Store) -> Result<(), StoreError> {
    record.symbol.parse::<Symbol>()?;
    record.timeframe.parse::<Timeframe>()?;
    one_of("backtests", "status", &["planned", "running", "done", "failed"], &record.status)?;
    json_object("backtests", "parameters", &record.parameters)?;
    json_object("backtests", "metrics", &record.metrics)
}
