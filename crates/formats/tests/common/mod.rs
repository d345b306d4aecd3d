//! What several tests need: the real files, and ticks to round-trip.

#![allow(dead_code, reason = "every test binary uses a part of it")]

use std::path::Path;

use proptest::prelude::*;
use tickloom_model::{Digits, Tick, Ticks, UnixNanos};

/// The bytes of a real file; a missing one fails the test.
pub fn real_file(path: &str) -> Vec<u8> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    std::fs::read(data.join(path)).unwrap_or_else(|error| panic!("{path} of the shared data: {error}"))
}

pub fn digits(count: u64) -> Digits {
    Digits::new(count).unwrap()
}

pub fn time(text: &str) -> UnixNanos {
    text.parse().unwrap()
}

/// A file's first line and the rest.
pub fn split_header(file: &[u8]) -> (&[u8], &[u8]) {
    let end = file.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    file.split_at(end)
}

/// Volumes as sources write them, and any other that a float can hold.
pub fn volumes() -> impl Strategy<Value = f32> {
    prop_oneof![
        (0_u32..2_000).prop_map(|hundredths| hundredths as f32 / 100.0),
        (0_u32..20_000_000).prop_map(|units| units as f32),
        (0_u32..0x7f80_0000).prop_map(f32::from_bits),
    ]
}

/// Up to `most` ticks on whole multiples of `step` nanoseconds from `start` on, within `span` steps.
pub fn ticks(start: UnixNanos, step: i64, span: i64, most: usize) -> impl Strategy<Value = Ticks> {
    let tick = (0..span, 0_i64..5_000_000, -50_i64..500, volumes(), volumes()).prop_map(
        move |(steps, bid, spread, bid_volume, ask_volume)| Tick {
            timestamp: start.saturating_add(steps * step),
            bid,
            ask: (bid + spread).max(0),
            bid_volume,
            ask_volume,
        },
    );
    prop::collection::vec(tick, 0..most).prop_map(Ticks::from_iter)
}
