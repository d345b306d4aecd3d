//! Charts of fewer points: by hand, and held to what a screen would show of all points.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod reference;

use std::collections::BTreeSet;

use proptest::prelude::*;
use reference::ticks;
use tickloom_bars::{ColumnError, Days, build_kind, reduce_bars, reduce_points};
use tickloom_model::{Bars, Side, TimeRange, UnixNanos};

fn range(start: i64, end: i64) -> TimeRange {
    TimeRange::new(UnixNanos::new(start), UnixNanos::new(end)).unwrap()
}

#[test]
fn each_bucket_keeps_its_first_lowest_highest_and_last() {
    let times = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 30];
    let values = [5, 7, 1, 7, 5, 1, 1, 1, 1, 2, 3];
    for (name, start, end, buckets, expected) in [
        ("one bucket: the first of equals", 0, 10, 1, &[0, 1, 2, 9][..]),
        ("two", 0, 10, 2, &[0, 1, 2, 4, 5, 9]),
        ("as many as there are points", 0, 10, 10, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ("buckets of unlike length", 0, 10, 4, &[0, 1, 2, 3, 4, 5, 7, 8, 9]),
        ("only what lies in the range", 2, 9, 1, &[2, 3, 8]),
        ("a range that is wider", -100, 31, 1, &[0, 1, 2, 10]),
        ("buckets without points", 0, 40, 4, &[0, 1, 2, 9, 10]),
        ("more buckets than nanoseconds", 4, 6, 1_000_000, &[4, 5]),
        ("an empty range", 4, 4, 3, &[]),
        ("nothing there", 11, 30, 3, &[]),
    ] {
        assert_eq!(reduce_points(&times, &values, range(start, end), buckets).unwrap(), expected, "{name}");
    }
}

#[test]
fn what_is_not_a_number_is_not_a_point() {
    let nan = f64::NAN;
    let times: Vec<i64> = (0..7).collect();
    for (name, values, expected) in [
        ("at the ends and between", [nan, 5.0, nan, 9.0, 5.0, 6.0, nan], &[1, 3, 5][..]),
        ("nothing else", [nan; 7], &[]),
        (
            "infinities are extremes",
            [0.0, f64::INFINITY, 0.0, f64::NEG_INFINITY, nan, 0.0, 1.0],
            &[0, 1, 3, 6],
        ),
        ("zero has no sign", [0.0, -0.0, 0.0, -0.0, 0.0, 0.0, 0.0], &[0, 6]),
    ] {
        assert_eq!(reduce_points(&times, &values, range(0, 7), 1).unwrap(), expected, "{name}");
    }
}

#[test]
fn all_of_time_is_a_range_too() {
    let times = [i64::MIN, -1, 0, i64::MAX - 1];
    for (buckets, expected) in [(1, &[0, 1, 2, 3][..]), (2, &[0, 1, 2, 3]), (usize::MAX, &[0, 1, 2, 3])] {
        assert_eq!(reduce_points(&times, &[1, 0, 3, 2], TimeRange::ALL, buckets).unwrap(), expected);
    }
}

#[test]
fn what_makes_no_chart_is_refused() {
    let all = TimeRange::ALL;
    for (times, values, width, expected) in [
        (&[1, 2][..], &[1, 2][..], 0, ColumnError::NoWidth),
        (&[1, 2], &[1], 9, ColumnError::LengthsDiffer { times: 2, values: 1 }),
        (&[1, 2, 2, 1], &[1, 2, 3, 4], 9, ColumnError::Disordered { position: 3 }),
    ] {
        assert_eq!(reduce_points(times, values, all, width), Err(expected));
    }
    assert_eq!(reduce_bars(&Bars::default(), all, 0), Err(ColumnError::NoWidth));
}

/// The bucket of a time, worked out one by one.
fn bucket(time: i64, range: TimeRange, buckets: usize) -> i128 {
    let since = i128::from(time) - i128::from(range.start.as_i64());
    let length = i128::from(range.end.as_i64()) - i128::from(range.start.as_i64());
    since * buckets as i128 / length
}

/// What a screen shows of points: of each bucket the first, the lowest, the highest and the last value.
fn screen(
    points: impl Iterator<Item = (i64, i64)>,
    range: TimeRange,
    buckets: usize,
) -> BTreeSet<(i128, u8, i64)> {
    let points: Vec<_> = points.filter(|&(time, _)| range.contains(UnixNanos::new(time))).collect();
    let shown = points.chunk_by(|one, next| bucket(one.0, range, buckets) == bucket(next.0, range, buckets));
    let of_bucket = |points: &[(i64, i64)]| {
        let values: Vec<i64> = points.iter().map(|point| point.1).collect();
        let sorted = BTreeSet::from_iter(values.clone());
        let four =
            [values.first(), sorted.first(), sorted.last(), values.last()].map(|value| *value.unwrap());
        let bucket = bucket(points[0].0, range, buckets);
        (0_u8..).zip(four).map(move |(which, value)| (bucket, which, value)).collect::<Vec<_>>()
    };
    shown.flat_map(of_bucket).collect()
}

fn points() -> impl Strategy<Value = Vec<(i64, i64)>> {
    (
        prop_oneof![Just(i64::MIN), -100_i64..100, any::<i64>()],
        prop::collection::vec((0_i64..9, -9_i64..9), 0..200),
    )
        .prop_map(|(start, steps)| {
            let mut time = start;
            steps
                .into_iter()
                .map(|(gap, value)| {
                    time = time.saturating_add(gap);
                    (time, value)
                })
                .collect()
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, ..ProptestConfig::default() })]

    #[test]
    fn a_screen_shows_the_same_of_few_points_as_of_all(
        points in points(), before in 0_i64..20, after in -20_i64..20, buckets in 1_usize..50,
    ) {
        let (times, values): (Vec<i64>, Vec<i64>) = points.iter().copied().unzip();
        let first = times.first().copied().unwrap_or(0).saturating_sub(before);
        let end = times.last().copied().unwrap_or(0).saturating_add(after).max(first);
        let range = range(first, end);
        let kept = reduce_points(&times, &values, range, buckets).unwrap();
        prop_assert!(kept.is_sorted_by(|one, next| one < next));
        prop_assert!(kept.len() <= 4 * buckets);
        let few = kept.iter().map(|&position| points[position]);
        prop_assert_eq!(screen(few, range, buckets), screen(points.iter().copied(), range, buckets));
        let floats: Vec<f64> = values.iter().map(|&value| value as f64).collect();
        prop_assert_eq!(reduce_points(&times, &floats, range, buckets).unwrap(), kept);
    }

    #[test]
    fn bars_put_together_lose_nothing(ticks in ticks(), buckets in 1_usize..20) {
        let bars = build_kind(&ticks, "1m".parse().unwrap(), Side::Bid, &Days::Utc).bars;
        let inside: Bars = bars.iter().filter(|bar| bar.open_time < UnixNanos::MAX).collect();
        let few = reduce_bars(&bars, TimeRange::ALL, buckets).unwrap();
        prop_assert!(few.len() <= buckets);
        prop_assert_eq!(few.ticks.iter().sum::<u32>(), inside.ticks.iter().sum::<u32>());
        prop_assert_eq!(few.volume.iter().sum::<f64>(), inside.volume.iter().sum::<f64>());
        prop_assert_eq!(few.high.iter().max(), inside.high.iter().max());
        prop_assert_eq!(few.low.iter().min(), inside.low.iter().min());
        prop_assert_eq!((few.open.first(), few.close.last()), (inside.open.first(), inside.close.last()));
        prop_assert_eq!(reduce_bars(&inside, TimeRange::ALL, usize::MAX).unwrap(), inside);
    }
}
