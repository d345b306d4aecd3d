//! Any bytes as one of our own tick files, and whole ones of which some bytes were changed: damage is told, or changes no tick.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tickloom_model::{Tick, Ticks, UnixNanos};
use tickloom_store::{PartitionKey, fuzzing};

/// The start of 2019-02-04 in milliseconds.
const DAY: i64 = 1_549_238_400_000;
/// A few bytes can hold ticks without end, all alike; of as many the memory is known.
const MOST_TICKS: u64 = 1 << 20;

fuzz_target!(
    init: fuzz::let_decoders_panic(),
    |input: &[u8]| {
        let Some(([settings, damages], bytes)) = fuzz::options(input) else { return };
        if settings % 2 == 0 {
            holds_what_it_says(bytes);
        } else {
            tells_damage(bytes, settings, damages);
        }
    }
);

fn key() -> PartitionKey {
    let symbol = "EURUSD".parse().expect("a symbol");
    PartitionKey { symbol, day: "2019-02-04".parse().expect("a day") }
}

fn holds_what_it_says(bytes: &[u8]) -> Option<Ticks> {
    fuzzing::claimed(bytes).filter(|ticks| *ticks <= MOST_TICKS)?;
    let ticks = fuzzing::read(bytes);
    let (digits, hash) = fuzzing::examine(bytes, &key()).ok()?;
    let ticks = ticks.expect("a whole file can be read");
    assert_eq!(fuzzing::hash(&ticks, digits), hash);
    assert!(ticks.is_sorted());
    Some(ticks)
}

fn tells_damage(bytes: &[u8], settings: u8, damages: u8) {
    let (damages, rows) = bytes.split_at(bytes.len().min(3 * usize::from(damages % 8)));
    let ticks: Ticks = sorted(rows.as_chunks::<16>().0.iter().map(tick));
    let mut file = fuzzing::written(key(), fuzz::digits(settings / 2), &ticks).expect("ticks of a day");
    let before = file.clone();
    for [low, high, change] in damages.as_chunks::<3>().0 {
        let at = usize::from(u16::from_le_bytes([*low, *high])) % file.len();
        file[at] ^= change;
    }
    let read = holds_what_it_says(&file);
    assert!(read.is_none_or(|read| bits(&read) == bits(&ticks)));
    assert!(file != before || ticks.is_empty() || holds_what_it_says(&file).is_some());
}

fn tick(bytes: &[u8; 16]) -> Tick {
    let [time, prices, bid_volume, ask_volume] =
        [0, 4, 8, 12].map(|at| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]));
    let volume = |bits: u32| Some(f32::from_bits(bits)).filter(|volume| *volume >= 0.0 && volume.is_finite());
    Tick {
        timestamp: UnixNanos::new((DAY + i64::from(time % 86_400_000)) * 1_000_000),
        bid: i64::from(prices & 0xffff),
        ask: i64::from(prices >> 16) << (prices & 15),
        bid_volume: volume(bid_volume).unwrap_or_default(),
        ask_volume: volume(ask_volume).unwrap_or_default(),
    }
}

fn sorted(ticks: impl Iterator<Item = Tick>) -> Ticks {
    let mut ticks: Vec<Tick> = ticks.collect();
    ticks.sort_by_key(|tick| tick.timestamp);
    ticks.into_iter().collect()
}

/// All of them, where 0 is not -0.
fn bits(ticks: &Ticks) -> impl PartialEq + use<> {
    fuzzing::hash(ticks, fuzz::digits(0))
}
