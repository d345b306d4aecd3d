//! What several tests need: small markets to plant errors in, and the real files.

#![allow(dead_code, reason = "every test binary uses a part of it")]

pub mod planting;

use std::path::Path;

use tickloom_model::{Digits, NANOS_PER_MILLI, Tick, Ticks, UnixNanos};
use tickloom_quality::{
    FindingCode,
    checks::{self, Keep, Marks},
};

/// The bytes of a real file; a missing one fails the test.
pub fn real_file(path: &str) -> Vec<u8> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    std::fs::read(data.join(path)).unwrap_or_else(|error| panic!("{path} of the shared data: {error}"))
}

pub fn digits(count: u64) -> Digits {
    Digits::new(count).unwrap()
}

/// Quotes a second apart whose bid flickers by a point or two around 1.14352, with a spread of four points.
pub fn market(length: usize) -> Ticks {
    (0..length).map(|at| tick(at, 114_350 + [0, 1, 3, 2, 4, 1][at % 6])).collect()
}

pub fn tick(at: usize, bid: i64) -> Tick {
    Tick {
        timestamp: UnixNanos::new(1_000 * NANOS_PER_MILLI * at as i64),
        bid,
        ask: bid + 4,
        bid_volume: 1.5,
        ask_volume: 0.75,
    }
}

/// Adds points to both prices of some ticks.
pub fn shift(ticks: &mut Ticks, positions: impl IntoIterator<Item = usize>, points: i64) {
    for at in positions {
        ticks.bid[at] += points;
        ticks.ask[at] += points;
    }
}

pub fn slice(ticks: &Ticks, positions: std::ops::Range<usize>) -> Ticks {
    let mut slice = Ticks::default();
    slice.extend_from(ticks, positions);
    slice
}

pub fn batch(ticks: &Ticks) -> Marks {
    checks::batch(ticks, digits(5), Keep::AllRefused)
}

pub fn spikes(ticks: &Ticks) -> Vec<usize> {
    batch(ticks).indices(FindingCode::Spike).to_vec()
}
