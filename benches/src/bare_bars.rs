//! The bare limit of live bars: a loop by hand over the same columns, with everything that can be known before known before.

use std::hint::black_box;

use tickloom_model::{Bar, Bars, Spread, Tick, Ticks, Timeframe, UnixNanos};

const NINE: usize = Timeframe::STANDARD.len();

/// For each of the nine timeframes the starts of its periods with ticks, and the end of time.
pub struct Boundaries([Vec<i64>; NINE]);

impl Boundaries {
    /// Those of these ticks.
    pub fn of(ticks: &Ticks) -> Self {
        Self(Timeframe::STANDARD.map(|timeframe| starts(ticks, timeframe)))
    }
}

fn starts(ticks: &Ticks, timeframe: Timeframe) -> Vec<i64> {
    let (mut starts, mut end) = (Vec::new(), i64::MIN);
    for &time in &ticks.timestamp {
        if time >= end {
            let period = timeframe.bounds(UnixNanos::new(time));
            starts.push(period.start.as_i64());
            end = period.end.as_i64();
        }
    }
    starts.push(i64::MAX);
    starts
}

/// One timeframe's row: the bar in progress and when the next begins.
#[derive(Clone, Copy)]
struct Row {
    bar: Bar,
    end: i64,
    next: usize,
}

const EMPTY: Bar = Bar {
    open_time: UnixNanos::MIN,
    open: 0,
    high: 0,
    low: 0,
    close: 0,
    volume: 0.0,
    ticks: 0,
    spread: Spread { min: i64::MAX, max: i64::MIN, close: 0, sum: 0.0 },
};

const NOTHING: Row = Row { bar: EMPTY, end: i64::MIN, next: 0 };

/// The bars of all nine timeframes of the bid, every row readable after every tick.
pub fn nine(ticks: &Ticks, boundaries: &Boundaries) -> Vec<Bars> {
    let mut rows = [NOTHING; NINE];
    let mut completed = vec![Bars::default(); NINE];
    for tick in ticks.iter() {
        for (index, row) in rows.iter_mut().enumerate() {
            if tick.timestamp.as_i64() >= row.end {
                roll(row, tick.bid, &boundaries.0[index], &mut completed[index]);
            }
            add(&mut row.bar, &tick);
        }
        black_box(&rows);
    }
    completed.iter_mut().zip(rows).for_each(|(bars, row)| bars.push(row.bar));
    completed
}

fn roll(row: &mut Row, price: i64, starts: &[i64], completed: &mut Bars) {
    if row.next > 0 {
        completed.push(row.bar);
    }
    row.bar = Bar {
        open_time: UnixNanos::new(starts[row.next]),
        open: price,
        high: price,
        low: price,
        close: price,
        ..EMPTY
    };
    row.next += 1;
    row.end = starts[row.next];
}

#[inline]
fn add(bar: &mut Bar, tick: &Tick) {
    let spread = tick.ask - tick.bid;
    bar.high = bar.high.max(tick.bid);
    bar.low = bar.low.min(tick.bid);
    bar.close = tick.bid;
    bar.volume += f64::from(tick.bid_volume);
    bar.ticks += 1;
    bar.spread.min = bar.spread.min.min(spread);
    bar.spread.max = bar.spread.max.max(spread);
    bar.spread.close = spread;
    bar.spread.sum += spread as f64;
}
