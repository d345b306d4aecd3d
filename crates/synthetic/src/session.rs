//! One day's trading: time runs gap by gap, and each minute the market takes stock of pace and course.

use std::ops::Range;

use tickloom_model::{NANOS_PER_MILLI, Tick, UtcDay};

use crate::{
    anchor::price_at_start,
    arrival::{Pace, market_hour, ticks_in_hour},
    generator::Chances,
    quote::{Mood, Quote},
    random::Random,
    week::{HOUR_MS, roll_hour},
};

const MINUTE_MS: i64 = 60_000;
/// Of 256 sides whose price stands still, how many keep their volume too.
const SAME_VOLUME: u64 = 46;
/// Names the stream of a day's ticks; the names below belong to the walk of the years.
const TICK_STREAM: u64 = 1 << 32;

/// One day of the market, from its first tick to its last.
#[derive(Debug)]
pub(crate) struct Session {
    day: UtcDay,
    open_ms: Range<i64>,
    roll_hour: i64,
    random: Random,
    /// How busy the day is, in thousandths.
    activity: i64,
    first_price: i64,
    last_price: i64,
}

impl Session {
    pub(crate) fn new(seed: u64, day: UtcDay, open_ms: Range<i64>) -> Self {
        let mut random = Random::new(seed, TICK_STREAM.wrapping_add(day.days_since_epoch() as u64));
        Self {
            day,
            open_ms,
            roll_hour: roll_hour(day),
            activity: random.between(800, 1_020),
            random,
            first_price: price_at_start(seed, day),
            last_price: price_at_start(seed, day.next()),
        }
    }

    /// Somewhat more ticks than can be expected.
    pub(crate) fn likely_ticks(&self) -> usize {
        (self.ticks_after(self.open_ms.start) * 11 / 10) as usize
    }

    /// Hands out the ticks of the day in order.
    pub(crate) fn run(mut self, chances: &Chances, mut emit: impl FnMut(Tick)) {
        let mut quote = Quote::around(self.first_price);
        let (mut bid_volume, mut ask_volume) = (1.0, 1.0);
        let mut time = self.open_ms.start + self.random.between(0, 1_000);
        while time < self.open_ms.end {
            let (pace, mood) = self.take_stock(time, quote);
            let minute_end = (time / MINUTE_MS + 1) * MINUTE_MS;
            while time < minute_end.min(self.open_ms.end) {
                let bits = self.random.bits();
                let next = chances.moves.next(quote, mood, self.random.bits());
                let volumes = self.random.bits();
                if next.bid != quote.bid || (bits >> 32) & 0xFF >= SAME_VOLUME {
                    bid_volume = chances.volumes.pick(volumes as u32);
                }
                if next.ask != quote.ask || (bits >> 40) & 0xFF >= SAME_VOLUME {
                    ask_volume = chances.volumes.pick((volumes >> 32) as u32);
                }
                quote = next;
                let timestamp = self.day.start().saturating_add(time * NANOS_PER_MILLI);
                emit(Tick { timestamp, bid: quote.bid, ask: quote.ask, bid_volume, ask_volume });
                time += chances.gaps.pick(pace, bits);
            }
        }
    }

    fn take_stock(&mut self, time: i64, quote: Quote) -> (Pace, Mood) {
        let hour = time / HOUR_MS;
        let usual = ticks_in_hour(hour, self.roll_hour) * self.activity / 1_000;
        let pace = Pace::of(usual * self.random.between(700, 1_350) / 1_000);
        (pace, Mood { up: self.course(time, quote), extra_spread: self.extra_spread(hour) })
    }

    /// Of 65,536 free moves, how many must go up for the price to arrive at the next day's first: a bridge.
    fn course(&self, time: i64, quote: Quote) -> u64 {
        let points_to_go = self.last_price - (quote.bid + quote.ask) / 2;
        let ticks_to_go = self.ticks_after(time).max(50);
        // A free move goes two fifths of a point on average.
        let tilt = points_to_go * 65_536 * 5 / 4 / ticks_to_go;
        (32_768 + tilt.clamp(-20_000, 20_000)) as u64
    }

    /// Spreads open when New York closes and calm down over the next hours.
    fn extra_spread(&mut self, hour: i64) -> i64 {
        match market_hour(hour, self.roll_hour) {
            22 => self.random.between(8, 13),
            23 => self.random.between(1, 5),
            21 | 0 => self.random.between(0, 2),
            _ => 0,
        }
    }

    fn ticks_after(&self, time: i64) -> i64 {
        let hours = time / HOUR_MS..self.open_ms.end / HOUR_MS;
        let whole: i64 = hours.map(|hour| ticks_in_hour(hour, self.roll_hour)).sum();
        let gone = ticks_in_hour(time / HOUR_MS, self.roll_hour) * (time % HOUR_MS) / HOUR_MS;
        (whole - gone) * self.activity / 1_000
    }
}
