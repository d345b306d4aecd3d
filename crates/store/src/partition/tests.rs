//! What is packed by hand is what the `parquet` crate unpacks, whatever the numbers.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use std::fs;

use proptest::prelude::*;
use tickloom_model::{Digits, Ticks, UnixNanos, UtcDay};

use super::{Columns, ContentHash, PartitionFile, PartitionKey, PartitionMetadata, encode};

/// The ticks of a file that holds these ticks.
fn there_and_back(ticks: &Ticks) -> Ticks {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ticks.parquet");
    fs::write(&path, encode(ticks, &metadata(ticks)).unwrap()).unwrap();
    PartitionFile::open(&path).unwrap().ticks(&path, Columns::ALL).unwrap()
}

fn metadata(ticks: &Ticks) -> PartitionMetadata {
    let digits = Digits::new(5).unwrap();
    PartitionMetadata {
        key: PartitionKey { symbol: "EURUSD".parse().unwrap(), day: UtcDay::of(UnixNanos::new(0)) },
        digits,
        ticks: ticks.len() as u64,
        first: UnixNanos::new(0),
        last: UnixNanos::new(0),
        content_hash: ContentHash::of(ticks, digits),
        sources: Vec::new(),
    }
}

/// As many ticks as there are numbers, which are in all columns.
fn ticks_of(numbers: &[i64], volumes: &[f32]) -> Ticks {
    let volumes: Vec<f32> = volumes.iter().copied().cycle().take(numbers.len()).collect();
    Ticks {
        timestamp: numbers.to_vec(),
        bid: numbers.to_vec(),
        ask: numbers.iter().rev().copied().collect(),
        ask_volume: volumes.iter().rev().copied().collect(),
        bid_volume: volumes,
    }
}

/// Bit for bit, for 0 and -0 are equal as numbers.
fn assert_unchanged(ticks: &Ticks, what: &str) {
    let back = there_and_back(ticks);
    assert!(&back == ticks, "{what}");
    let digits = Digits::new(5).unwrap();
    assert_eq!(ContentHash::of(&back, digits), ContentHash::of(ticks, digits), "{what}");
}

#[test]
fn numbers_come_back_whatever_lies_between_them() {
    let repeated = |pattern: &[i64], count| pattern.iter().copied().cycle().take(count).collect();
    let cases: [(&str, Vec<i64>); 12] = [
        ("one value", vec![114_541]),
        ("two values", vec![1, 2]),
        ("the extremes in turn", repeated(&[i64::MIN, i64::MAX, 0], 2_000)),
        ("one value again and again", repeated(&[7], 5_000)),
        ("as far apart as a byte tells", repeated(&[0, 127, -1], 1_025)),
        ("a step more", repeated(&[0, 128, -1], 1_025)),
        ("rising by what two bytes tell", (0..513).map(|step| step * 65_535).collect()),
        ("as far apart as two bytes tell, both ways", repeated(&[0, 32_767, -1], 1_537)),
        ("a step more than that", repeated(&[0, 32_768, -1], 1_537)),
        ("rising by too much for two bytes", (0..3_000).map(|step| step * 65_536).collect()),
        ("one jump among small steps", (0..3_000).map(|step| step + step / 1_700 * (1 << 40)).collect()),
        ("more than a row group", (0..(1 << 20) + 513).map(|step| step * 800 + step % 7).collect()),
    ];
    for (what, numbers) in cases {
        assert_unchanged(&ticks_of(&numbers, &[1.5, 0.75]), what);
    }
}

#[test]
fn every_length_around_the_borders_of_blocks_comes_back() {
    for length in [1, 2, 127, 128, 129, 130, 511, 512, 513, 514, 640, 641, 1024, 1025, 1026] {
        let numbers: Vec<i64> = (0..length).map(|step| step * step * step).collect();
        assert_unchanged(&ticks_of(&numbers, &[0.0]), &format!("{length} values"));
    }
}

#[test]
fn volumes_come_back_however_many_differ() {
    let differing = |count: u32| (0..count).map(|bits| f32::from_bits(bits * 3)).collect();
    let cases: [(&str, Vec<f32>); 9] = [
        ("none", vec![0.0]),
        ("zeros of both signs", vec![0.0, -0.0]),
        ("smallest and largest", vec![f32::MIN_POSITIVE, f32::from_bits(1), f32::MAX]),
        ("as many as a byte tells", differing(256)),
        ("one more", differing(257)),
        ("enough for the table of those seen to grow", differing(5_000)),
        ("as many as two bytes tell", differing(65_536)),
        ("one more than that", differing(65_537)),
        ("all different", differing(200_000)),
    ];
    let numbers: Vec<i64> = (0..200_000).collect();
    for (what, volumes) in cases {
        assert_unchanged(&ticks_of(&numbers, &volumes), what);
    }
}

#[test]
fn ticks_take_hardly_more_than_their_entropy() {
    let mut state = 1_u64;
    let mut random = |most: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % most
    };
    // Fifteen bits a tick: four equally likely differences: two bits for each price, one of four volumes: two bits for each, times: seven bits.
    let (mut ticks, mut time, mut bid) = (Ticks::default(), 0, 100_000);
    for _ in 0..200_000 {
        time += random(128) as i64 * 1_000_000;
        bid += random(4) as i64 - 1;
        ticks.timestamp.push(time);
        ticks.bid.push(bid);
        ticks.ask.push(bid);
        ticks.bid_volume.push(random(4) as f32);
        ticks.ask_volume.push(random(4) as f32);
    }
    let bits = encode(&ticks, &metadata(&ticks)).unwrap().len() * 8;
    assert!(bits < 17 * ticks.len(), "{} bits a tick", bits / ticks.len());
}

proptest! {
    #[test]
    fn any_numbers_come_back(
        numbers in prop::collection::vec(prop_oneof![any::<i64>(), -300_i64..300, -70_000_i64..70_000], 1..1_500),
        volumes in prop::collection::vec(0.0_f32..f32::MAX, 1..400),
    ) {
        assert_unchanged(&ticks_of(&numbers, &volumes), "any numbers");
    }
}
