//! Errors of every kind planted in a generated year, cut into pieces anywhere: all found, no false alarm.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod common;

use std::collections::BTreeSet;

use common::{
    digits,
    planting::{bits, disorder, plant, year},
    slice,
};
use tickloom_model::Ticks;
use tickloom_quality::{
    FindingCode::{self, Stale},
    checks::{self, Keep, Marks, SEAM, Scale, median_bid},
};

/// What is odd, and the time of its tick.
type Found = BTreeSet<(FindingCode, i64)>;

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

#[test]
fn a_year_with_planted_errors_gives_exactly_those() {
    let (mut n_planted, mut n_stale, mut stored) = (0, 0, None);
    for (seed, (_, mut source)) in year(1).enumerate() {
        check_scale(&mut stored, &source);
        let mut places = plant(&mut source, seed);
        places.extend(disorder(&mut source, &places, seed));
        let planted: Found = places.into_iter().map(|(code, at)| (code, source.timestamp[at])).collect();
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
    for (seed, (_, ticks)) in year(1).enumerate() {
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
