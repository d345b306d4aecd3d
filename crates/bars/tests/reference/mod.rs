//! The slow and obvious way to the same bars, and ticks to try both on.

#![allow(dead_code, reason = "each suite uses its part")]

pub mod fed;
pub mod kinds;

use proptest::prelude::*;
use tickloom_model::{Bar, Bars, NANOS_PER_DAY, Side, Spread, Tick, Ticks, Timeframe, UnixNanos};

/// Groups ticks by the open time of their bar; a tick older than the latest counts nowhere.
pub fn naive(ticks: &Ticks, timeframe: Timeframe, side: Side) -> Bars {
    let mut latest = UnixNanos::MIN;
    let mut bars: Vec<Bar> = Vec::new();
    for tick in ticks.iter() {
        if tick.timestamp < latest {
            continue;
        }
        latest = tick.timestamp;
        let open_time = timeframe.open_time(latest);
        let (price, volume, spread) = (tick.price(side), tick.volume(side), tick.ask - tick.bid);
        match bars.last_mut().filter(|bar| bar.open_time == open_time) {
            Some(bar) => {
                bar.high = bar.high.max(price);
                bar.low = bar.low.min(price);
                bar.close = price;
                bar.volume += volume;
                bar.ticks += 1;
                bar.spread.min = bar.spread.min.min(spread);
                bar.spread.max = bar.spread.max.max(spread);
                bar.spread.close = spread;
                bar.spread.sum += spread as f64;
            }
            None => bars.push(Bar {
                open_time,
                open: price,
                high: price,
                low: price,
                close: price,
                volume,
                ticks: 1,
                spread: Spread { min: spread, max: spread, close: spread, sum: spread as f64 },
            }),
        }
    }
    bars.into_iter().collect()
}

/// Up to 64 ticks in order of time, with equal times, crossed quotes, gaps from a nanosecond to weeks, anywhere
/// from before 1970 to either end of time.
pub fn ticks() -> impl Strategy<Value = Ticks> {
    let start = prop_oneof![
        Just(i64::MIN),
        Just(i64::MAX - 9 * NANOS_PER_DAY),
        -NANOS_PER_DAY..NANOS_PER_DAY,
        any::<i64>(),
    ];
    (start, prop::collection::vec((gap(), prices(), volumes()), 0..64)).prop_map(|(start, steps)| {
        let mut time = start;
        let tick = |(gap, (bid, ask), (bid_volume, ask_volume)): (i64, _, _)| {
            time = time.saturating_add(gap);
            Tick { timestamp: UnixNanos::new(time), bid, ask, bid_volume, ask_volume }
        };
        steps.into_iter().map(tick).collect()
    })
}

fn gap() -> impl Strategy<Value = i64> {
    let second = 1_000_000_000_i64;
    prop_oneof![Just(0), Just(1), 0..second, 0..90 * second, 0..7_200 * second, 0..40 * NANOS_PER_DAY]
}

fn prices() -> impl Strategy<Value = (i64, i64)> {
    (-50_i64..50, -5_i64..20).prop_map(|(bid, spread)| (bid, bid + spread))
}

/// Hundredths as providers give them: not exact in binary, and yet their sums are.
fn volumes() -> impl Strategy<Value = (f32, f32)> {
    let volume = || (0_u16..2_000).prop_map(|hundredths| f32::from(hundredths) / 100.0);
    (volume(), volume())
}
