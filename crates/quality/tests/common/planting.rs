//! Errors of every kind to plant in a day of generated ticks, and where they must be found.

#![allow(dead_code, reason = "every test binary uses a part of it")]

use std::ops::Range;

use tickloom_model::{NANOS_PER_SECOND, Tick, Ticks, TimeRange, UtcDay};
use tickloom_quality::FindingCode::{self, *};
use tickloom_synthetic::Generator;

/// Session days without ticks, from 17:00 in New York to 17:00: New Year, Good Friday and Christmas.
const HOLIDAYS: [(&str, &str); 3] = [
    ("2023-12-31T22:00", "2024-01-01T22:00"),
    ("2024-03-28T21:00", "2024-03-29T21:00"),
    ("2024-12-24T22:00", "2024-12-25T22:00"),
];

/// So many ticks hold any error and enough good ones around it.
const PART: usize = 1_600;

/// The days of 2024 that have ticks, of which every `step`th is taken.
pub fn year(step: usize) -> impl Iterator<Item = (UtcDay, Ticks)> {
    let (market, holidays) = (Generator::new(24), holidays());
    let is_open = move |tick: &Tick| holidays.iter().all(|holiday| !holiday.contains(tick.timestamp));
    let first = "2023-12-31".parse::<UtcDay>().unwrap().days_since_epoch();
    let days = (first..first + 367).map(UtcDay::from_days_since_epoch);
    let thinned = move |day| (day, market.day(day).iter().filter(&is_open).step_by(step).collect::<Ticks>());
    days.map(thinned).filter(|(_, ticks)| !ticks.is_empty())
}

fn holidays() -> [TimeRange; 3] {
    HOLIDAYS.map(|(start, end)| TimeRange { start: start.parse().unwrap(), end: end.parse().unwrap() })
}

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

fn spike(ticks: &mut Ticks, run: Range<usize>, points: i64, sides: Sides) -> Vec<(FindingCode, usize)> {
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
pub fn bits(seed: usize) -> u64 {
    let mixed = (seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 7
}

/// Plants as many different errors in a day as it has room for, another choice every day, far enough from each other to be told apart.
pub fn plant(ticks: &mut Ticks, seed: usize) -> Vec<(FindingCode, usize)> {
    let n_parts = (ticks.len() / PART).min(PLANTS.len());
    let part = ticks.len() / n_parts.max(1);
    let mut planted = Vec::new();
    for number in 0..n_parts {
        let bits = bits(97 * seed + number);
        let at = number * part + 50 + bits as usize % (part - 1_100);
        planted.extend(PLANTS[(5 * seed + number) % PLANTS.len()](ticks, at, bits));
    }
    planted
}

/// Exchanges two rows of a source with nothing planted near them, as the last thing; says which row is then too late.
pub fn disorder(
    source: &mut Ticks,
    planted: &[(FindingCode, usize)],
    seed: usize,
) -> Option<(FindingCode, usize)> {
    let first = bits(seed) as usize % source.len().max(2) / 2 + 10;
    let is_plain = |at: &usize| {
        source.timestamp[at - 1..at + 3].is_sorted_by(|earlier, later| earlier < later)
            && planted.iter().all(|(_, other)| other.abs_diff(*at) > 10)
    };
    let at = (first..source.len().saturating_sub(3)).find(is_plain)?;
    swap(source, at);
    Some((OutOfOrder, at + 1))
}

fn swap(ticks: &mut Ticks, at: usize) {
    let Ticks { timestamp, bid, ask, bid_volume, ask_volume } = ticks;
    [timestamp, bid, ask].into_iter().for_each(|column| column.swap(at, at + 1));
    [bid_volume, ask_volume].into_iter().for_each(|column| column.swap(at, at + 1));
}
