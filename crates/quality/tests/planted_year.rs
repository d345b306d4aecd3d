//! Errors of every kind planted in a generated year, cut into pieces anywhere: all found, no false alarm.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod common;

use std::collections::BTreeSet;

use common::{digits, slice};
use tickloom_model::{NANOS_PER_SECOND, Ticks, UtcDay};
use tickloom_quality::{
    FindingCode::{self, *},
    checks::{self, Keep, Marks, SEAM, Scale, median_bid},
};
use tickloom_synthetic::Generator;

/// What is odd, and the time of its tick.
type Found = BTreeSet<(FindingCode, i64)>;

/// Holidays without ticks, as a provider serves them.
const HOLIDAYS: [&str; 3] = ["2024-01-01", "2024-03-29", "2024-12-25"];

/// Puts an error at a position, by random bits, and says what is to be found where.
type Plant = fn(&mut Ticks, usize, u64) -> Vec<(FindingCode, usize)>;

/// One error for each part of a day.
const PLANTS: [Plant; 13] = [
    |ticks, at, bits| spike(ticks, at..at + 1, far(bits), Sides::Both),
    |ticks, at, bits| spike(ticks, at..at + 1 + bits as usize % 5, far(bits), Sides::Both),
    |ticks, at, bits| spike(ticks, at..at + 1, -far(bits).abs(), Sides::Bid),
    |ticks, at, bits| spike(ticks, at..at + 1, far(bits).abs(), Sides::Ask),
    |ticks, at, _| spike(ticks, at..at + 1, 9 * ticks.bid[at], Sides::Both),
    |ticks, at, bits| {
        ticks.ask[at] = ticks.bid[at] - 1 - bits as i64 % 3;
        vec![(Crossed, at)]
    },
    |ticks, at, _| {
        ticks.ask[at] = ticks.bid[at];
        vec![(ZeroSpread, at)]
    },
    |ticks, at, bits| {
        ticks.bid[at] = -(bits as i64 % 2);
        vec![(PriceNotPositive, at)]
    },
    |ticks, at, _| {
        ticks.ask[at] *= 2;
        vec![(PriceAbsurd, at)]
    },
    |ticks, at, _| {
        (ticks.bid_volume[at], ticks.ask_volume[at]) = (0.0, 0.0);
        vec![(VolumeOdd, at)]
    },
    |ticks, at, _| {
        ticks.bid_volume[at] = 1e6;
        vec![(VolumeOdd, at)]
    },
    |ticks, at, _| {
        ticks.timestamp[at] = ticks.timestamp[at - 1];
        vec![(EqualTimes, at)]
    },
    |ticks, at, bits| freeze(ticks, at, bits as i64 % 200),
];

enum Sides {
    Bid,
    Ask,
    Both,
}

fn spike(
    ticks: &mut Ticks,
    run: std::ops::Range<usize>,
    points: i64,
    sides: Sides,
) -> Vec<(FindingCode, usize)> {
    for at in run.clone() {
        ticks.bid[at] += if matches!(sides, Sides::Ask) { 0 } else { points };
        ticks.ask[at] += if matches!(sides, Sides::Bid) { 0 } else { points };
    }
    run.map(|at| (Spike, at)).collect()
}

/// From 0.2 % to 2 % of the price, up or down.
fn far(bits: u64) -> i64 {
    let points = 240 + (bits >> 8) as i64 % 2_200;
    if bits >> 40 & 1 == 0 { points } else { -points }
}

/// Repeats a quote for at least 120 ticks and 90 seconds.
fn freeze(ticks: &mut Ticks, at: usize, more: i64) -> Vec<(FindingCode, usize)> {
    let (bid, ask) = (ticks.bid[at], ticks.ask[at]);
    let until = ticks.timestamp[at] + (90 + more) * NANOS_PER_SECOND;
    let end = (at + 120..).find(|&end| ticks.timestamp[end] > until).unwrap();
    ticks.bid[at..end].fill(bid);
    ticks.ask[at..end].fill(ask);
    let same = (0..at).rev().take_while(|&index| (ticks.bid[index], ticks.ask[index]) == (bid, ask)).count();
    vec![(Stale, at - same)]
}

/// Random bits that are the same in every run.
fn bits(seed: usize) -> u64 {
    let mixed = (seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 7
}

/// Plants one of each in a day, far enough from each other to be told apart.
fn plant(ticks: &mut Ticks, seed: usize) -> Found {
    let part = ticks.len() / PLANTS.len();
    let mut planted = Found::new();
    for (number, plant) in PLANTS.iter().enumerate().filter(|_| part > 1_500) {
        let bits = bits(97 * seed + number);
        let at = number * part + 50 + bits as usize % (part - 1_100);
        let places = plant(ticks, at, bits);
        planted.extend(places.into_iter().map(|(code, at)| (code, ticks.timestamp[at])));
    }
    planted
}

/// Exchanges two rows of a source, as the last thing: all else is told by its time.
fn disorder(source: &mut Ticks, seed: usize) -> Option<(FindingCode, i64)> {
    let at = bits(seed) as usize % source.len().max(2) / 2 + 10;
    let apart = source.timestamp.get(at - 1..at + 3)?.is_sorted_by(|earlier, later| earlier < later);
    let columns = [&mut source.timestamp, &mut source.bid, &mut source.ask];
    apart.then(|| columns.into_iter().for_each(|column| column.swap(at, at + 1)))?;
    source.bid_volume.swap(at, at + 1);
    source.ask_volume.swap(at, at + 1);
    Some((OutOfOrder, source.timestamp[at + 1]))
}

fn add(found: &mut Found, ticks: &Ticks, marks: &Marks) {
    for (code, count, indices) in marks.iter() {
        assert_eq!(indices.len() as u64, count, "{code}");
        found.extend(indices.iter().map(|&index| (code, ticks.timestamp[index])));
    }
}

/// A source read in pieces of random size, each seam looked at.
fn check_source(source: &Ticks, seed: usize) -> Found {
    let (mut found, mut start) = (Found::new(), 0);
    while start < source.len() {
        let end = (start + 2_000 + bits(seed + start) as usize % 60_000).min(source.len());
        let piece = slice(source, start..end);
        add(&mut found, &piece, &checks::batch(&piece, digits(5), Keep::AllRefused));
        let (before, after) =
            (slice(source, end - SEAM.min(end)..end), slice(source, end..(end + SEAM).min(source.len())));
        let mut both = before.clone();
        both.extend_from(&after, 0..after.len());
        add(&mut found, &both, &checks::seam(&before, &after, digits(5), Keep::AllRefused));
        start = end;
    }
    found
}

fn sorted(ticks: &Ticks) -> Ticks {
    let mut order: Vec<usize> = (0..ticks.len()).collect();
    order.sort_by_key(|&index| ticks.timestamp[index]);
    order.into_iter().map(|index| ticks.get(index)).collect()
}

fn year() -> impl Iterator<Item = (usize, Ticks)> {
    let market = Generator::new(24);
    let first = "2023-12-31".parse::<UtcDay>().unwrap().days_since_epoch();
    let days = (first..first + 367).map(UtcDay::from_days_since_epoch);
    let open = days.filter(|day| !HOLIDAYS.contains(&day.to_string().as_str()));
    open.map(move |day| market.day(day)).filter(|ticks| !ticks.is_empty()).enumerate()
}

#[test]
fn a_year_with_planted_errors_gives_exactly_those() {
    let (mut n_planted, mut n_stale, mut stored) = (0, 0, None);
    for (seed, mut ticks) in year() {
        check_scale(&mut stored, &ticks);
        let mut planted = plant(&mut ticks, seed);
        let mut source = ticks;
        planted.extend(disorder(&mut source, seed));
        let mut found = check_source(&source, seed);
        let day = sorted(&source);
        add(&mut found, &day, &checks::day(&day, Keep::First));
        assert_eq!(found, planted, "day {seed}");
        n_planted += planted.len();
        n_stale += planted.iter().filter(|(code, _)| *code == Stale).count();
    }
    assert!(n_planted > 4_000 && n_stale > 250, "{n_planted} {n_stale}");
}

#[test]
fn a_year_as_it_is_raises_no_alarm() {
    for (seed, ticks) in year() {
        assert_eq!(check_source(&ticks, seed), Found::new(), "day {seed}");
        assert!(checks::day(&ticks, Keep::First).is_empty(), "day {seed}");
    }
}

/// Against the median of the day before, a day is of the right scale, and off by a power of ten when it is.
fn check_scale(stored: &mut Option<i64>, ticks: &Ticks) {
    let today = median_bid(ticks).unwrap();
    let reference = stored.replace(today).unwrap_or(today);
    let off = |change: fn(i64) -> i64| {
        let bid = ticks.bid.iter().step_by(100).map(|bid| change(*bid)).collect::<Vec<_>>();
        checks::scale(reference, &Ticks { timestamp: vec![0; bid.len()], bid, ..Ticks::default() })
    };
    assert_eq!(off(|bid| bid), None);
    assert_eq!(off(|bid| bid * 10), Some(Scale::Ten));
    assert_eq!(off(|bid| bid * 100), Some(Scale::Hundred));
    assert_eq!(off(|bid| bid / 10), Some(Scale::Tenth));
    assert_eq!(off(|bid| bid / 100), Some(Scale::Hundredth));
}
