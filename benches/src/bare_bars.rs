//! The bare limit of live bars: a loop by hand over the same columns, with everything that can be known before known before.

use std::hint::black_box;

use tickloom_model::{Bar, Bars, Ticks, Timeframe, UnixNanos};

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

const NOTHING: Row = Row {
    bar: Bar { open_time: UnixNanos::MIN, open: 0, high: 0, low: 0, close: 0, volume: 0.0, ticks: 0 },
    end: i64::MIN,
    next: 0,
};

/// The bars of all nine timeframes of the bid, every row readable after every tick.
pub fn nine(ticks: &Ticks, boundaries: &Boundaries) -> Vec<Bars> {
    let mut rows = [NOTHING; NINE];
    let mut completed = vec![Bars::default(); NINE];
    for ((&time, &bid), &volume) in ticks.timestamp.iter().zip(&ticks.bid).zip(&ticks.bid_volume) {
        for (index, row) in rows.iter_mut().enumerate() {
            if time >= row.end {
                roll(row, bid, &boundaries.0[index], &mut completed[index]);
            }
            add(&mut row.bar, bid, volume.into());
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
        volume: 0.0,
        ticks: 0,
    };
    row.next += 1;
    row.end = starts[row.next];
}

#[inline]
fn add(bar: &mut Bar, price: i64, volume: f64) {
    bar.high = bar.high.max(price);
    bar.low = bar.low.min(price);
    bar.close = price;
    bar.volume += volume;
    bar.ticks += 1;
}
