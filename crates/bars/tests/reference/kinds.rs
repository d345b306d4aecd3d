//! The slow and obvious way to bars that no time ends: days first, then the shortest run of ticks that is enough.

use tickloom_bars::{BarSeries, CompletedBar, Days, MAX_BRICKS_PER_TICK};
use tickloom_model::{Bar, BarKind, Side, Spread, Tick, Ticks, Timeframe, UnixNanos};

/// Every bar of ticks in order of time, of kinds other than time.
pub fn naive_kind(ticks: &Ticks, kind: BarKind, side: Side, days: &Days) -> BarSeries {
    let ticks: Vec<Tick> = ticks.iter().collect();
    let mut series = BarSeries::default();
    let by_day = ticks.chunk_by(|one, next| day_end(days, one) == day_end(days, next));
    for day in by_day {
        series.is_forming = false;
        let rest = match kind {
            BarKind::Renko(points) => {
                bricks(day, i64::from(points.get()) * side.units_per_point(), side, &mut series)
            }
            _ => runs(day, kind, side, &mut series),
        };
        if !rest.is_empty() {
            series.push_forming(bar_of(rest, side), day_end(days, &day[0]));
        }
    }
    series
}

fn day_end(days: &Days, tick: &Tick) -> UnixNanos {
    days.bounds(Timeframe::D1, tick.timestamp).end
}

fn runs<'a>(day: &'a [Tick], kind: BarKind, side: Side, series: &mut BarSeries) -> &'a [Tick] {
    let mut rest = day;
    while let Some(count) =
        (1..=rest.len()).find(|&count| is_enough(&bar_of(&rest[..count], side), kind, side))
    {
        let bar = bar_of(&rest[..count], side);
        series.push(CompletedBar { bar, available_at: rest[count - 1].timestamp });
        rest = &rest[count..];
    }
    rest
}

fn is_enough(bar: &Bar, kind: BarKind, side: Side) -> bool {
    match kind {
        BarKind::Ticks(count) => bar.ticks >= count.get(),
        BarKind::Volume(volume) => bar.volume >= f64::from(volume.get()),
        BarKind::Range(points) => bar.high - bar.low >= i64::from(points.get()) * side.units_per_point(),
        BarKind::Time(_) | BarKind::Renko(_) => unreachable!("not of runs"),
    }
}

fn bar_of(ticks: &[Tick], side: Side) -> Bar {
    let prices = || ticks.iter().map(|tick| tick.price(side));
    let spreads = || ticks.iter().map(|tick| tick.ask - tick.bid);
    Bar {
        open_time: ticks[0].timestamp,
        open: prices().next().unwrap(),
        high: prices().max().unwrap(),
        low: prices().min().unwrap(),
        close: prices().next_back().unwrap(),
        volume: ticks.iter().map(|tick| tick.volume(side)).sum(),
        ticks: ticks.len() as u32,
        spread: Spread {
            min: spreads().min().unwrap(),
            max: spreads().max().unwrap(),
            close: spreads().next_back().unwrap(),
            sum: spreads().sum::<i64>() as f64,
        },
    }
}

/// Bricks by the textbook: on in the direction of the last one after one height, back after two.
fn bricks<'a>(day: &'a [Tick], height: i64, side: Side, series: &mut BarSeries) -> &'a [Tick] {
    let mut rest_from = 0;
    let mut last: Option<(i64, i64)> = None;
    for (index, tick) in day.iter().enumerate() {
        let mut of_tick = Vec::new();
        while let Some(brick) = next_brick(last, day[0].price(side), tick.price(side), height) {
            of_tick.push(brick);
            last = Some(brick);
        }
        if of_tick.len() as u64 > MAX_BRICKS_PER_TICK {
            let tall = of_tick.split_off(MAX_BRICKS_PER_TICK as usize - 1);
            of_tick.push((tall[0].0, tall[tall.len() - 1].1));
        }
        for (open, close) in of_tick {
            let ticks = &day[rest_from..=index];
            let quoted = if ticks.is_empty() { without_ticks(tick) } else { bar_of(ticks, side) };
            let bar = Bar { open, high: open.max(close), low: open.min(close), close, ..quoted };
            series.push(CompletedBar { bar, available_at: tick.timestamp });
            rest_from = index + 1;
        }
    }
    &day[rest_from..]
}

fn next_brick(last: Option<(i64, i64)>, first: i64, price: i64, height: i64) -> Option<(i64, i64)> {
    let below = first.div_euclid(height) * height;
    let above = -(-first).div_euclid(height) * height;
    let (up_from, down_from) = match last {
        None => (above, below),
        Some((open, close)) if close > open => (close, close - height),
        Some((_, close)) => (close + height, close),
    };
    if price >= up_from + height {
        Some((up_from, up_from + height))
    } else if price <= down_from - height {
        Some((down_from, down_from - height))
    } else {
        None
    }
}

fn without_ticks(tick: &Tick) -> Bar {
    let bar = bar_of(&[*tick], Side::Bid);
    Bar { volume: 0.0, ticks: 0, spread: Spread { sum: 0.0, ..bar.spread }, ..bar }
}
