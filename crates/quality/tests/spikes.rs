//! What is a spike and what is a market that moves.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod common;

use common::{digits, market, shift, slice, spikes};
use tickloom_model::{NANOS_PER_SECOND, Ticks};
use tickloom_quality::{
    FindingCode,
    checks::{self, Keep, SEAM},
};

/// Far for a market that flickers by four points with a spread of four.
const FAR: i64 = 60;

fn planted(plant: impl FnOnce(&mut Ticks)) -> Ticks {
    let mut ticks = market(1_000);
    plant(&mut ticks);
    ticks
}

#[test]
fn a_few_ticks_far_away_that_come_back_are_spikes() {
    let cases: [(&str, Ticks, &[usize]); 9] = [
        ("none", market(1_000), &[]),
        ("up", planted(|ticks| shift(ticks, [500], FAR)), &[500]),
        ("down", planted(|ticks| shift(ticks, [500], -FAR)), &[500]),
        ("the bid alone", planted(|ticks| ticks.bid[500] -= FAR), &[500]),
        ("the ask alone", planted(|ticks| ticks.ask[500] += FAR), &[500]),
        ("five in a row", planted(|ticks| shift(ticks, 500..505, FAR)), &[500, 501, 502, 503, 504]),
        (
            "up and down at once",
            planted(|ticks| {
                shift(ticks, [500], FAR);
                shift(ticks, [501], -FAR);
            }),
            &[500, 501],
        ),
        ("neighbours", planted(|ticks| shift(ticks, [500, 503, 510, 530], FAR)), &[500, 503, 510, 530]),
        ("as early and late as can be", planted(|ticks| shift(ticks, [5, 994], FAR)), &[5, 994]),
    ];
    for (name, ticks, expected) in cases {
        assert_eq!(spikes(&ticks), expected, "{name}");
    }
}

#[test]
fn a_market_that_moves_has_no_spikes() {
    let cases = [
        ("a jump that stays", planted(|ticks| shift(ticks, 500..1_000, 10 * FAR))),
        ("six far away", planted(|ticks| shift(ticks, 500..506, FAR))),
        ("not far", planted(|ticks| shift(ticks, [500], FAR / 3))),
        (
            "a jump that overshoots",
            planted(|ticks| {
                shift(ticks, 500..1_000, 10 * FAR);
                shift(ticks, [500], FAR);
            }),
        ),
        ("a wide spread that stays", planted(|ticks| (500..1_000).for_each(|at| ticks.ask[at] += 5 * FAR))),
        (
            "wild times",
            planted(|ticks| (400..600).for_each(|at| shift(ticks, [at], (at as i64 * 37 % 7) * FAR))),
        ),
        ("two feeds in one", planted(|ticks| shift(ticks, (0..1_000).step_by(2), FAR))),
        (
            "the first after a weekend",
            planted(|ticks| {
                ticks.timestamp[500..].iter_mut().for_each(|time| *time += 172_800 * NANOS_PER_SECOND);
                shift(ticks, 500..1_000, 7 * FAR);
            }),
        ),
    ];
    for (name, ticks) in cases {
        assert_eq!(spikes(&ticks), [0_usize; 0], "{name}");
    }
}

/// A quote that stands still or is thrown to and fro by `noise` points, with one bid that is `points` away.
fn with_bid(noise: i64, spread: i64, points: i64) -> Vec<usize> {
    let mut ticks = market(1_000);
    for at in 0..1_000 {
        ticks.bid[at] = 114_350 + noise * (at as i64 * 7 % 5 - 2);
        ticks.ask[at] = ticks.bid[at] + spread;
    }
    ticks.bid[500] = 114_350 + points;
    spikes(&ticks)
}

#[test]
fn how_far_is_far_depends_on_price_spread_and_noise() {
    for (name, noise, spread, points, is_spike) in [
        ("under 0.03 % of the price", 0, 2, 34, false),
        ("0.03 % of the price", 0, 2, 35, true),
        ("under ten spreads", 0, 20, -199, false),
        ("ten spreads", 0, 20, -200, true),
        ("under ten times 0.05 % of the price where the spread is wider", 0, 90, -571, false),
        ("ten times 0.05 % of the price", 0, 90, -572, true),
        ("under ten deviations of ten points each", 10, 2, 148, false),
        ("ten deviations of ten points each", 10, 2, 149, true),
    ] {
        assert_eq!(with_bid(noise, spread, points), if is_spike { vec![500] } else { vec![] }, "{name}");
    }
}

#[test]
fn few_ticks_say_nothing() {
    for length in 0..11 {
        let mut ticks = market(length);
        shift(&mut ticks, (length > 5).then_some(5), FAR);
        assert_eq!(spikes(&ticks), [0_usize; 0], "{length}");
    }
    let mut ticks = market(11);
    shift(&mut ticks, [5], FAR);
    assert_eq!(spikes(&ticks), [5]);
}

#[test]
fn a_price_that_cannot_be_is_no_spike_too() {
    let ticks = planted(|ticks| ticks.bid[500] = 0);
    let marks = common::batch(&ticks);
    assert_eq!(marks.indices(FindingCode::PriceNotPositive), [500]);
    assert_eq!(marks.count(FindingCode::Spike), 0);
}

#[test]
fn wherever_a_source_is_cut_pieces_and_seam_find_each_spike_once() {
    for length in 1..=5 {
        let ticks = planted(|ticks| shift(ticks, 500..500 + length, FAR));
        for cut in 480..520 {
            let (before, after) = (slice(&ticks, 0..cut), slice(&ticks, cut..1_000));
            let tail = slice(&before, cut - SEAM..cut);
            let seam = checks::seam(&tail, &slice(&after, 0..SEAM), digits(5), Keep::AllRefused);
            let in_seam = seam.indices(FindingCode::Spike).iter().map(|at| at + cut - SEAM);
            let in_after = spikes(&after).into_iter().map(|at| at + cut);
            let mut found: Vec<usize> = spikes(&before).into_iter().chain(in_after).chain(in_seam).collect();
            found.sort_unstable();
            assert_eq!(found, (500..500 + length).collect::<Vec<_>>(), "cut at {cut}");
        }
    }
}

#[test]
fn a_seam_shows_disorder() {
    let ticks = market(20);
    let (early, late) = (slice(&ticks, 0..10), slice(&ticks, 10..20));
    let marks = |before, after| checks::seam(before, after, digits(5), Keep::First);
    assert!(marks(&early, &late).is_empty());
    assert_eq!(marks(&late, &early).indices(FindingCode::OutOfOrder), [10]);
    assert!(marks(&Ticks::default(), &early).is_empty());
}
