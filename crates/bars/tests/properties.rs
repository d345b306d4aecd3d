//! What holds for bars of any ticks: every way of building gives what a naive grouping gives.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod reference;

use proptest::prelude::*;
use reference::{naive, ticks};
use tickloom_bars::{BarBuilder, build};
use tickloom_model::{Bars, Side, Ticks, Timeframe, UnixNanos};

fn sides() -> impl Strategy<Value = Side> {
    prop::sample::select(&Side::ALL[..])
}

fn timeframes() -> impl Strategy<Value = Vec<Timeframe>> {
    let names = ["7s", "90s", "7m", "13h", "7d", "31d"].map(|name| name.parse().unwrap());
    let known = [&Timeframe::STANDARD[..], &names].concat();
    prop_oneof![Just(Timeframe::STANDARD.to_vec()), prop::collection::vec(prop::sample::select(known), 0..7)]
}

fn pieces(ticks: &Ticks, length: usize) -> impl Iterator<Item = Ticks> + '_ {
    (0..ticks.len()).step_by(length).map(move |start| {
        let mut piece = Ticks::default();
        piece.extend_from(ticks, start..ticks.len().min(start + length));
        piece
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn a_batch_gives_the_naive_bars(ticks in ticks(), side in sides(), timeframes in timeframes()) {
        for timeframe in timeframes {
            prop_assert_eq!(build(&ticks, timeframe, side), naive(&ticks, timeframe, side));
        }
    }

    #[test]
    fn pieces_give_the_bars_of_the_whole(ticks in ticks(), side in sides(), length in 1_usize..9) {
        for timeframe in Timeframe::STANDARD {
            let mut builder = BarBuilder::new(timeframe, side);
            let mut bars = Bars::default();
            for piece in pieces(&ticks, length) {
                builder.push_ticks(&piece);
                builder.take_completed().iter().for_each(|bar| bars.push(bar));
            }
            builder.finish().iter().for_each(|bar| bars.push(bar));
            prop_assert_eq!(bars, build(&ticks, timeframe, side));
        }
    }

    #[test]
    fn bars_of_bars_equal_bars_of_ticks(ticks in ticks(), side in sides()) {
        for shorter in Timeframe::STANDARD {
            for longer in Timeframe::STANDARD.into_iter().filter(|longer| shorter.divides(*longer)) {
                let mut builder = BarBuilder::new(longer, side);
                builder.push_bars(&build(&ticks, shorter, side));
                prop_assert_eq!(builder.finish(), build(&ticks, longer, side), "{} of {}", longer, shorter);
            }
        }
    }

    #[test]
    fn bars_first_and_ticks_after_equal_ticks_alone(ticks in ticks(), side in sides(), cut in 0_usize..64) {
        // Only whole minutes can be handed over as bars: the cut goes where a minute begins.
        let opens_a_minute = |&index: &usize| {
            let open_time = |index: usize| Timeframe::M1.open_time(UnixNanos::new(ticks.timestamp[index]));
            index == 0 || open_time(index - 1) != open_time(index)
        };
        let cut = (cut..ticks.len()).find(opens_a_minute).unwrap_or(ticks.len());
        let (mut earlier, mut later) = (Ticks::default(), Ticks::default());
        earlier.extend_from(&ticks, 0..cut);
        later.extend_from(&ticks, cut..ticks.len());
        let mut builder = BarBuilder::new(Timeframe::H1, side);
        builder.push_bars(&build(&earlier, Timeframe::M1, side));
        builder.push_ticks(&later);
        prop_assert_eq!(builder.finish(), build(&ticks, Timeframe::H1, side));
    }

    #[test]
    fn bars_hold_every_tick_once_and_prices_in_order(ticks in ticks(), side in sides(), timeframes in timeframes()) {
        let volume: f64 = ticks.iter().map(|tick| tick.volume(side)).sum();
        for timeframe in timeframes {
            let bars = build(&ticks, timeframe, side);
            prop_assert_eq!(bars.ticks.iter().map(|&ticks| ticks as usize).sum::<usize>(), ticks.len());
            prop_assert_eq!(bars.volume.iter().sum::<f64>(), volume);
            prop_assert!(bars.open_time.is_sorted_by(|earlier, later| earlier < later));
            for bar in bars.iter() {
                prop_assert!(bar.high >= bar.open.max(bar.close) && bar.open.min(bar.close) >= bar.low);
                prop_assert_eq!(timeframe.open_time(bar.open_time), bar.open_time);
            }
        }
    }

    #[test]
    fn ticks_out_of_order_count_nowhere(ticks in ticks(), swaps in prop::collection::vec((0_usize..64, 0_usize..64), 1..9), side in sides()) {
        let mut ticks = ticks;
        let length = ticks.len();
        swaps.into_iter().filter(|&(a, b)| a < length && b < length).for_each(|(a, b)| ticks.timestamp.swap(a, b));
        for timeframe in Timeframe::STANDARD {
            prop_assert_eq!(build(&ticks, timeframe, side), naive(&ticks, timeframe, side));
        }
    }
}
