//! What does a chart's reduction cost a point, beside nothing but the extremes of each bucket?

use tickloom_bars::reduce_points;
use tickloom_model::{TimeRange, UnixNanos};

use crate::{
    market::Market,
    measure::{Failure, Run, race, timed},
    settings::Settings,
};

/// As wide as a large screen.
const PIXELS: usize = 2_000;

/// Bids over all their time.
pub fn chart(settings: &Settings) -> Result<(), Failure> {
    let ticks = &Market::of(settings.ticks).joined()?;
    let (times, bids) = (&ticks.timestamp, &ticks.bid);
    let range = TimeRange::new(UnixNanos::new(times[0]), UnixNanos::new(times[times.len() - 1] + 1))?;
    let expected = extremes(times, bids, range);
    let contenders: Vec<(&str, Run<'_>)> = vec![
        (
            "bare-extremes",
            Box::new(move || {
                let (found, elapsed) = timed(|| extremes(times, bids, range));
                assert!(found == expected, "extremes differ");
                Ok(elapsed)
            }),
        ),
        (
            "tickloom",
            Box::new(move || {
                let (kept, elapsed) = timed(|| reduce_points(times, bids, range, PIXELS));
                let kept = kept?;
                assert!(kept.len() <= 4 * PIXELS && extremes_of(bids) == extremes_of_kept(bids, &kept));
                Ok(elapsed)
            }),
        ),
    ];
    race("reduce/chart", settings.ticks, settings.repeat, contenders)
}

/// The lowest and the highest of each bucket and no more: what any reduction has to look at.
fn extremes(times: &[i64], values: &[i64], range: TimeRange) -> Vec<(i64, i64)> {
    let start = range.start.as_i64();
    let length = i128::from(range.end.as_i64() - start);
    let first_after = |bucket: usize| {
        let end = start + (length * (bucket as i128 + 1) / PIXELS as i128) as i64;
        times.partition_point(|&time| time < end)
    };
    let mut from = 0;
    (0..PIXELS)
        .map(|bucket| {
            let to = first_after(bucket);
            extremes_of(&values[std::mem::replace(&mut from, to)..to])
        })
        .collect()
}

fn extremes_of(values: &[i64]) -> (i64, i64) {
    values.iter().fold((i64::MAX, i64::MIN), |(low, high), &value| (low.min(value), high.max(value)))
}

fn extremes_of_kept(values: &[i64], kept: &[usize]) -> (i64, i64) {
    let kept: Vec<i64> = kept.iter().map(|&position| values[position]).collect();
    extremes_of(&kept)
}
