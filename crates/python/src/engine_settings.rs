//! What the configuration says of an engine, as the engine takes it.

use std::{num::NonZeroUsize, time::Duration};

use pyo3::prelude::*;
use tickloom_engine::{Limits, Tuning};
use tickloom_store::QueryBounds;

/// What clients may take; the keys of `EngineBounds` in the stubs.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct EngineBounds {
    connections: usize,
    handshakes: Option<usize>,
    requests: usize,
    drain: f64,
}

/// What requests may take; the keys of `EngineTuning` in the stubs.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct EngineTuning {
    max_rows: Option<u64>,
    timeout: Option<f64>,
    import_threads: Option<usize>,
}

impl From<EngineBounds> for Limits {
    fn from(bounds: EngineBounds) -> Self {
        let usual = Self::default();
        Self {
            connections: bounds.connections,
            handshakes: bounds.handshakes.unwrap_or(usual.handshakes).min(bounds.connections),
            requests: bounds.requests,
            drain: seconds(bounds.drain),
            ..usual
        }
    }
}

impl From<EngineTuning> for Tuning {
    fn from(tuning: EngineTuning) -> Self {
        Self {
            queries: query_bounds(tuning.max_rows, tuning.timeout),
            import_threads: tuning.import_threads.and_then(NonZeroUsize::new),
        }
    }
}

/// What a query may take, of which all rows are wanted.
pub(crate) fn query_bounds(most: Option<u64>, timeout: Option<f64>) -> QueryBounds {
    QueryBounds { first: None, most, time: timeout.map(seconds) }
}

/// Negative times and such beyond all bounds are none that a configuration lets through.
fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or_default()
}
