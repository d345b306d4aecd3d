//! What holds for bars of every kind: however they are built they are the naive ones, and no tick is lost.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod reference;

use proptest::prelude::*;
use reference::{kinds::naive_kind, naive, ticks};
use tickloom_bars::{
    Aggregator, BarAggregator, BarSeries, Days, KindBuilder, build_kind, calendar::Calendar,
};
use tickloom_model::{BarKind, InstrumentKind, Side, Ticks, UnixNanos};

const COUNTED: [&str; 11] = ["1t", "3t", "100t", "1v", "40v", "1r", "7r", "60r", "1b", "4b", "25b"];
const OF_TIME: [&str; 6] = ["1s", "1m", "4h", "1d", "1w", "1mo"];

fn kinds(names: &'static [&str]) -> impl Strategy<Value = BarKind> {
    prop::sample::select(names).prop_map(|name| name.parse().unwrap())
}

fn any_kind() -> impl Strategy<Value = BarKind> {
    prop_oneof![3 => kinds(&COUNTED), 1 => kinds(&OF_TIME)]
}

fn sides() -> impl Strategy<Value = Side> {
    prop::sample::select(&Side::ALL[..])
}

fn days() -> impl Strategy<Value = Days> {
    let session = Days::Session(Calendar::of(InstrumentKind::Fx).unwrap());
    prop::sample::select(vec![Days::Utc, session])
}

fn one_by_one(ticks: &Ticks, aggregator: &mut BarAggregator) -> BarSeries {
    let mut series = BarSeries::default();
    for tick in ticks.iter() {
        aggregator.on_tick(&tick, &mut |bar| series.push(bar));
    }
    series
}

fn with_forming(mut series: BarSeries, aggregator: &BarAggregator) -> BarSeries {
    let latest_end = aggregator.latest_end();
    aggregator.forming().into_iter().for_each(|bar| series.push_forming(bar, latest_end));
    series
}

fn piece(ticks: &Ticks, range: std::ops::Range<usize>) -> Ticks {
    let mut piece = Ticks::default();
    piece.extend_from(ticks, range);
    piece
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, ..ProptestConfig::default() })]

    #[test]
    fn a_batch_gives_the_naive_bars(ticks in ticks(), kind in kinds(&COUNTED), side in sides(), days in days()) {
        prop_assert_eq!(build_kind(&ticks, kind, side, &days), naive_kind(&ticks, kind, side, &days));
    }

    #[test]
    fn bars_of_time_are_the_naive_ones_and_known_when_they_end(ticks in ticks(), kind in kinds(&OF_TIME), side in sides()) {
        let timeframe = kind.timeframe().unwrap();
        let series = build_kind(&ticks, kind, side, &Days::Utc);
        let ends = series.bars.iter().map(|bar| timeframe.bounds(bar.open_time).end.as_i64());
        prop_assert_eq!(ends.collect::<Vec<_>>(), series.available_at.clone());
        prop_assert_eq!(series.is_forming, !ticks.is_empty());
        prop_assert_eq!(series.bars, naive(&ticks, timeframe, side));
    }

    #[test]
    fn one_by_one_gives_what_the_batch_gives(ticks in ticks(), kind in any_kind(), side in sides(), days in days()) {
        let mut aggregator = BarAggregator::new(kind, side, &days);
        let completed = one_by_one(&ticks, &mut aggregator);
        prop_assert_eq!(with_forming(completed, &aggregator), build_kind(&ticks, kind, side, &days));
    }

    #[test]
    fn pieces_give_the_bars_of_the_whole(ticks in ticks(), kind in any_kind(), side in sides(), days in days(), length in 1_usize..9) {
        let mut builder = KindBuilder::new(kind, side, &days);
        let mut whole = BarSeries::default();
        for start in (0..ticks.len()).step_by(length) {
            builder.push_ticks(&piece(&ticks, start..ticks.len().min(start + length)));
            let taken = builder.take_completed();
            prop_assert!(!taken.is_forming);
            taken.iter().for_each(|bar| whole.push(bar));
        }
        let last = builder.finish();
        last.iter().for_each(|bar| whole.push(bar));
        whole.is_forming = last.is_forming;
        prop_assert_eq!(whole, build_kind(&ticks, kind, side, &days));
    }

    #[test]
    fn whoever_knows_the_progress_goes_on_as_if_nothing_had_been(ticks in ticks(), kind in any_kind(), side in sides(), days in days(), cut in 0_usize..64) {
        let cut = cut.min(ticks.len());
        let mut stopped = BarAggregator::new(kind, side, &days);
        let mut series = one_by_one(&piece(&ticks, 0..cut), &mut stopped);
        let mut resumed = BarAggregator::new(kind, side, &days);
        resumed.resume(stopped.progress());
        prop_assert_eq!(&resumed, &stopped);
        one_by_one(&piece(&ticks, cut..ticks.len()), &mut resumed).iter().for_each(|bar| series.push(bar));
        prop_assert_eq!(with_forming(series, &resumed), build_kind(&ticks, kind, side, &days));
    }

    #[test]
    fn no_tick_and_no_volume_is_lost(ticks in ticks(), kind in any_kind(), side in sides(), days in days()) {
        let bars = build_kind(&ticks, kind, side, &days).bars;
        let spread = ticks.iter().map(|tick| tick.ask - tick.bid).sum::<i64>() as f64;
        prop_assert_eq!(bars.ticks.iter().map(|&ticks| ticks as usize).sum::<usize>(), ticks.len());
        prop_assert_eq!(bars.volume.iter().sum::<f64>(), ticks.iter().map(|tick| tick.volume(side)).sum::<f64>());
        prop_assert_eq!(bars.spread.sum.iter().sum::<f64>(), spread);
    }

    #[test]
    fn nothing_is_known_before_its_ticks_came(ticks in ticks(), kind in any_kind(), side in sides(), days in days()) {
        let mut aggregator = BarAggregator::new(kind, side, &days);
        for (index, tick) in ticks.iter().enumerate() {
            aggregator.on_tick(&tick, &mut |completed| {
                assert!(completed.available_at <= tick.timestamp, "{completed:?} by {tick:?}");
                assert!(completed.bar.open_time <= completed.available_at);
            });
            let so_far = build_kind(&piece(&ticks, 0..index + 1), kind, side, &days);
            prop_assert_eq!(aggregator.forming(), so_far.iter().nth(so_far.complete()).map(|bar| bar.bar));
        }
    }

    #[test]
    fn a_read_that_starts_with_a_later_day_gives_the_same_bars(ticks in ticks(), kind in kinds(&COUNTED), side in sides(), days in days()) {
        let starts = |index: &usize| *index == 0 || {
            let end = |index: usize| days.bounds(tickloom_model::Timeframe::D1, UnixNanos::new(ticks.timestamp[index])).end;
            end(*index - 1) != end(*index)
        };
        let whole = build_kind(&ticks, kind, side, &days);
        for start in (0..ticks.len()).filter(starts) {
            let part = build_kind(&piece(&ticks, start..ticks.len()), kind, side, &days);
            let of_whole = whole.iter().skip(whole.len() - part.len());
            prop_assert!(of_whole.eq(part.iter()));
        }
    }
}
