//! What users of the generated market rely on, checked from outside.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use tickloom_model::{NANOS_PER_MILLI, Ticks, UtcDay};
use tickloom_synthetic::{Generator, sample_week};

fn day(text: &str) -> UtcDay {
    text.parse().unwrap()
}

fn days(first: &str, count: i32, step: usize) -> impl Iterator<Item = UtcDay> {
    let first = day(first).days_since_epoch();
    (first..first + count).step_by(step).map(UtcDay::from_days_since_epoch)
}

/// FNV-1a over all columns, so that a single changed bit shows.
fn fingerprint(ticks: &Ticks) -> u64 {
    let mix = |hash: u64, bits: u64| {
        bits.to_le_bytes()
            .iter()
            .fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01B3))
    };
    ticks.iter().fold(0xCBF2_9CE4_8422_2325, |hash, tick| {
        let volumes = u64::from(tick.bid_volume.to_bits()) << 32 | u64::from(tick.ask_volume.to_bits());
        [tick.timestamp.as_i64() as u64, tick.bid as u64, tick.ask as u64, volumes]
            .into_iter()
            .fold(hash, mix)
    })
}

fn share(ticks: &Ticks, holds: impl Fn(usize) -> bool) -> f64 {
    (1..ticks.len()).filter(|index| holds(*index)).count() as f64 / (ticks.len() - 1) as f64
}

#[test]
fn a_seed_and_a_day_give_the_same_ticks_on_every_machine() {
    let ticks = Generator::new(42).day(day("2024-01-08"));
    assert_eq!((ticks.len(), fingerprint(&ticks)), (118_149, 9_348_943_585_907_984_635));
}

#[test]
fn a_day_does_not_depend_on_the_days_asked_for_before() {
    let (first, last) = (day("2024-01-08"), day("2024-01-09"));
    let (forwards, backwards) = (Generator::new(1), Generator::new(1));
    let (a, b) = (forwards.day(first), forwards.day(last));
    assert_eq!((backwards.day(last), backwards.day(first)), (b, a));
}

#[test]
fn seeds_and_days_differ() {
    let hash = |seed, text| fingerprint(&Generator::new(seed).day(day(text)));
    assert_ne!(hash(1, "2024-01-08"), hash(2, "2024-01-08"));
    assert_ne!(hash(1, "2024-01-08"), hash(1, "2024-01-09"));
}

#[test]
fn times_are_whole_milliseconds_of_the_day_and_strictly_ascend() {
    for day in days("2024-01-07", 6, 1) {
        let ticks = Generator::new(3).day(day);
        assert!(ticks.timestamp.is_sorted_by(|a, b| a < b), "{day}");
        assert!(ticks.timestamp.iter().all(|time| time % NANOS_PER_MILLI == 0), "{day}");
        assert!(ticks.iter().all(|tick| day.range().contains(tick.timestamp)), "{day}");
    }
}

#[test]
fn the_first_and_last_ticks_of_a_week_keep_its_hours() {
    for (text, first, last) in [
        ("2024-01-07", "22:00", "23:59"),
        ("2024-01-08", "00:00", "23:59"),
        ("2024-01-12", "00:00", "21:59"),
        ("2024-03-08", "00:00", "21:59"), // the week before New York's summer time
        ("2024-03-10", "21:00", "23:59"),
        ("2024-11-01", "00:00", "20:59"), // the week before its end
        ("2024-11-03", "22:00", "23:59"),
    ] {
        let ticks = Generator::new(4).day(day(text));
        let minute = |index: usize| ticks.get(index).timestamp.to_string()[11..16].to_owned();
        assert_eq!((minute(0), minute(ticks.len() - 1)), (first.into(), last.into()), "{text}");
    }
}

#[test]
fn saturdays_and_days_beyond_nanoseconds_are_empty() {
    for day in [day("2024-01-06"), day("2024-07-13")]
        .into_iter()
        .chain([i32::MIN, -106_800, 106_800, i32::MAX - 1].map(UtcDay::from_days_since_epoch))
    {
        assert!(Generator::new(5).day(day).is_empty());
    }
}

#[test]
fn twenty_years_keep_sane_prices_spreads_and_counts() {
    let market = Generator::new(6);
    // A step of 53 days meets every weekday, season and year.
    for day in days("2005-01-03", 7_300, 53) {
        let ticks = market.day(day);
        assert!(ticks.bid.iter().all(|bid| (90_000..150_000).contains(bid)), "{day}");
        assert!(ticks.iter().all(|tick| (1..=40).contains(&(tick.ask - tick.bid))), "{day}");
        assert!(ticks.len() < 145_000, "{day}");
    }
}

#[test]
fn a_day_ends_where_the_next_one_starts() {
    for seed in 0..3 {
        let market = Generator::new(seed);
        let traded: Vec<Ticks> =
            days("2024-02-25", 21, 1).map(|day| market.day(day)).filter(|ticks| !ticks.is_empty()).collect();
        for pair in traded.windows(2) {
            let (end, start) = (pair[0].bid[pair[0].len() - 1], pair[1].bid[0]);
            assert!((end - start).abs() <= 60, "{seed}: {end} {start}");
        }
    }
}

#[test]
fn a_full_day_looks_like_the_market() {
    let ticks = Generator::new(7).day(sample_week().0.next());
    let still = |column: &[i64], index: usize| column[index] == column[index - 1];
    for (name, found, expected) in [
        ("ticks", ticks.len() as f64, 100_000.0..140_000.0),
        ("bid at rest", share(&ticks, |n| still(&ticks.bid, n)), 0.43..0.49),
        ("ask at rest", share(&ticks, |n| still(&ticks.ask, n)), 0.43..0.49),
        ("both at rest", share(&ticks, |n| still(&ticks.bid, n) && still(&ticks.ask, n)), 0.13..0.17),
        ("spread of 2 to 4", share(&ticks, |n| (2..=4).contains(&(ticks.ask[n] - ticks.bid[n]))), 0.76..0.90),
        ("one million bid", share(&ticks, |n| ticks.bid_volume[n] == 1.0), 0.23..0.29),
        ("bid volume kept", share(&ticks, |n| ticks.bid_volume[n] == ticks.bid_volume[n - 1]), 0.14..0.18),
    ] {
        assert!(expected.contains(&found), "{name}: {found}");
    }
}

#[test]
fn volumes_are_the_floats_of_their_two_decimals() {
    let ticks = Generator::new(8).day(day("2024-01-07"));
    for volume in ticks.bid_volume.iter().chain(&ticks.ask_volume) {
        assert_eq!(format!("{volume:.2}").parse(), Ok(*volume));
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(16))]
    #[test]
    fn any_day_of_any_seed_is_a_sane_day(seed: u64, number in -106_000_i32..106_000) {
        let day = UtcDay::from_days_since_epoch(number);
        let ticks = Generator::new(seed).day(day);
        proptest::prop_assert!(ticks.timestamp.is_sorted_by(|a, b| a < b));
        proptest::prop_assert!(ticks.iter().all(|tick| day.range().contains(tick.timestamp)));
        proptest::prop_assert!(ticks.iter().all(|tick| 90_000 < tick.bid && tick.bid < tick.ask && tick.ask < 150_000));
    }
}
