//! What a place says about the tick.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod common;

use common::{batch, digits, market, shift};
use tickloom_model::Ticks;
use tickloom_quality::{
    FindingCode, Findings,
    checks::{self, Keep, Mark},
};

fn what(ticks: &Ticks, code: FindingCode, index: usize) -> String {
    Mark { code, index }.place(ticks, digits(5)).what
}

#[test]
fn each_kind_of_finding_names_the_values_that_are_odd() {
    let mut ticks = market(1_000);
    ticks.ask[10] = ticks.bid[10] - 2;
    shift(&mut ticks, [500], 1_000);
    (600..640).for_each(|at| (ticks.bid[at], ticks.ask[at]) = (114_352, 114_356));
    ticks.timestamp[701] = ticks.timestamp[700];
    ticks.timestamp[800] = ticks.timestamp[790];
    ticks.bid_volume[900] = 0.0;
    use FindingCode::{Crossed, EqualTimes, OutOfOrder, PriceAbsurd, Spike, Stale, VolumeOdd};
    for (code, index, expected) in [
        (Crossed, 10, "ask 1.14352 is below bid 1.14354"),
        (Spike, 500, "bid 1.15353, ask 1.15357; around it bid 1.14352, ask 1.14356"),
        (EqualTimes, 701, "bid 1.14351, ask 1.14355 at the same time as bid 1.14354, ask 1.14358"),
        (OutOfOrder, 800, "comes after 1970-01-01T00:13:19.000Z"),
        (Stale, 600, "bid 1.14352, ask 1.14356 in all 40 ticks up to 1970-01-01T00:10:39.000Z"),
        (VolumeOdd, 900, "volumes 0 at the bid, 0.75 at the ask"),
        (PriceAbsurd, 0, "bid 1.14350, ask 1.14354"),
    ] {
        assert_eq!(what(&ticks, code, index), expected, "{code}");
    }
}

#[test]
fn marks_become_findings_with_their_times() {
    let mut ticks = market(100);
    (20..30).for_each(|at| ticks.ask[at] = ticks.bid[at]);
    let mut findings = Findings::default();
    findings.add_marks(&batch(&ticks), |mark| mark.place(&ticks, digits(5)));
    let finding = findings.into_vec().remove(0);
    assert_eq!((finding.code, finding.count, finding.first.len()), (FindingCode::ZeroSpread, 10, 5));
    assert_eq!(finding.first[0].time.to_string(), "1970-01-01T00:00:20.000Z");
}

proptest::proptest! {
    #[test]
    fn nothing_that_columns_can_hold_makes_a_check_fail(
        rows in proptest::collection::vec((-20_i64..20, -30_i64..30, -3_i64..30, 0_u8..3), 0..600),
    ) {
        let ticks: Ticks = rows
            .iter()
            .enumerate()
            .map(|(at, &(step, bid, spread, volume))| {
                let mut tick = common::tick(at, 40 * bid);
                tick.timestamp = tick.timestamp.saturating_add(step * 100_000_000);
                tick.ask = tick.bid + 20 * spread;
                tick.bid_volume = f32::from(volume);
                tick
            })
            .collect();
        for marks in [checks::batch(&ticks, digits(9), Keep::AllRefused), checks::day(&ticks, Keep::First)] {
            for (code, count, indices) in marks.iter() {
                proptest::prop_assert!(indices.is_sorted() && indices.len() as u64 <= count);
                indices.iter().for_each(|&index| _ = Mark { code, index }.place(&ticks, digits(9)));
            }
        }
    }
}
