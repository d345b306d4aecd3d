//! Stretches that stand still, and ticks of one moment.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod common;

use common::market;
use tickloom_model::Ticks;
use tickloom_quality::{
    FindingCode::{EqualTimes, Stale},
    checks::{self, Keep},
};

fn found(ticks: &Ticks) -> Vec<usize> {
    checks::day(ticks, Keep::First).indices(Stale).to_vec()
}

/// A market a second from tick to tick, frozen over some of them.
fn frozen(length: usize, stretch: std::ops::Range<usize>) -> Ticks {
    freeze(market(length), stretch)
}

fn freeze(mut ticks: Ticks, stretch: std::ops::Range<usize>) -> Ticks {
    let (bid, ask) = (ticks.bid[stretch.start], ticks.ask[stretch.start]);
    ticks.bid[stretch.clone()].fill(bid);
    ticks.ask[stretch].fill(ask);
    ticks
}

#[test]
fn a_quote_that_stands_still_while_ticks_come_is_stale() {
    let faster = |mut ticks: Ticks| {
        ticks.timestamp.iter_mut().for_each(|time| *time /= 2);
        ticks
    };
    let cases: [(&str, Ticks, &[usize]); 8] = [
        ("a market that moves", market(5_000), &[]),
        ("a hundred ticks", frozen(5_000, 1_000..1_100), &[1_000]),
        ("one less", frozen(5_000, 1_000..1_099), &[]),
        ("a hundred ticks within 50 seconds", faster(frozen(5_000, 1_000..1_100)), &[]),
        ("twice", freeze(frozen(5_000, 1_000..1_150), 4_000..4_500), &[1_000, 4_000]),
        ("from the first", frozen(5_000, 0..100), &[0]),
        ("to the last", frozen(5_000, 4_900..5_000), &[4_900]),
        ("all day", frozen(5_000, 0..5_000), &[0]),
    ];
    for (name, ticks, expected) in cases {
        assert_eq!(found(&ticks), expected, "{name}");
    }
}

#[test]
fn wherever_a_stretch_starts_it_is_found() {
    for start in 1_000..1_100 {
        // The quote before and after may be the same by chance.
        let expected = |at: &usize| (start - 1..=start).contains(at);
        let ticks = frozen(3_000, start..start + 100);
        assert!(matches!(found(&ticks)[..], [at] if expected(&at)), "{start}");
    }
}

#[test]
fn in_a_market_that_often_stands_still_only_longer_stretches_are_stale() {
    // Nineteen of twenty ticks repeat the quote: chance makes runs of some hundred.
    let slow = |length: usize| {
        let mut ticks = market(20_000);
        (0..20_000).for_each(|at| ticks.bid[at] = 114_350 + (at / 20 % 6) as i64);
        (0..20_000).for_each(|at| ticks.ask[at] = ticks.bid[at] + 4);
        freeze(ticks, 10_000..10_000 + length)
    };
    for (length, expected) in [(100, &[][..]), (500, &[]), (1_000, &[10_000])] {
        assert_eq!(found(&slow(length)), expected, "{length}");
    }
}

#[test]
fn ticks_of_one_moment_are_counted_but_for_the_first() {
    let mut ticks = market(1_000);
    ticks.timestamp[501] = ticks.timestamp[500];
    ticks.timestamp[502] = ticks.timestamp[500];
    let marks = checks::day(&ticks, Keep::First);
    assert_eq!((marks.count(EqualTimes), marks.indices(EqualTimes)), (2, &[501, 502][..]));
}

#[test]
fn a_day_without_ticks_has_no_findings() {
    assert!(checks::day(&Ticks::default(), Keep::First).is_empty());
    assert!(checks::day(&market(1), Keep::First).is_empty());
}
