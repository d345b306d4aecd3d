//! One day's trading: time runs gap by gap, and each minute the market takes stock of its pace and its course.

use tickloom_model::{NANOS_PER_MILLI, Tick, UtcDay};

use crate::{
    anchor::price_at_start,
    arrival::Pace,
    chances::Chances,
    quote::{Mood, Quote},
    random::Random,
    schedule::Schedule,
};

const MINUTE_MS: i64 = 60_000;
/// The first of the names that days have as streams of random numbers; smaller names belong to the anchors.
const FIRST_STREAM: i64 = 1 << 32;
/// Below this many ticks the course is not corrected any harder, or the last ones would all go one way.
const LAST_TICKS: i64 = 50;

/// One day of the market on its way from the first tick to the last.
#[derive(Debug)]
pub(crate) struct Session {
    day: UtcDay,
    schedule: Schedule,
    random: Random,
    /// The mid price at which the next day begins.
    destination: i64,
    time_ms: i64,
    quote: Quote,
    bid_volume: f32,
    ask_volume: f32,
}

impl Session {
    /// The day before its first tick.
    pub(crate) fn new(seed: u64, day: UtcDay) -> Self {
        let mut random = Random::new(seed, (FIRST_STREAM + i64::from(day.days_since_epoch())) as u64);
        let schedule = Schedule::new(day, random.between(800, 1_000));
        Self {
            day,
            time_ms: schedule.open_ms.start + random.between(0, 1_000),
            schedule,
            random,
            destination: price_at_start(seed, day.next()),
            quote: Quote::around(price_at_start(seed, day)),
            bid_volume: 1.0,
            ask_volume: 1.0,
        }
    }

    /// Somewhat more ticks than can be expected.
    pub(crate) fn likely_ticks(&self) -> usize {
        (self.schedule.ticks_after(self.time_ms) * 11 / 10) as usize
    }

    /// Hands out the ticks of the day in order.
    pub(crate) fn run(mut self, chances: &Chances, mut emit: impl FnMut(Tick)) {
        let end = self.schedule.open_ms.end;
        while self.time_ms < end {
            let next_minute = (self.time_ms / MINUTE_MS + 1) * MINUTE_MS;
            let (pace, mood) = self.take_stock();
            while self.time_ms < next_minute.min(end) {
                emit(self.tick(chances, mood));
                self.time_ms += chances.gaps.pick(pace, self.random.bits());
            }
        }
    }

    fn take_stock(&mut self) -> (Pace, Mood) {
        let liveliness = self.random.between(700, 1_350);
        let extra = self.schedule.extra_spread(self.time_ms);
        let mood = Mood { up: self.course(), extra_spread: self.random.between(extra.start, extra.end) };
        (Pace::of(self.schedule.ticks_per_hour(self.time_ms) * liveliness / 1_000), mood)
    }

    /// Of 65,536 free moves, how many must go up for the price to arrive at its destination: a Brownian bridge.
    fn course(&self) -> u64 {
        let ticks_to_go = self.schedule.ticks_after(self.time_ms).max(LAST_TICKS);
        // A free move goes two fifths of a point on average.
        let tilt = (self.destination - self.quote.mid()) * 65_536 * 5 / 4 / ticks_to_go;
        (32_768 + tilt.clamp(-20_000, 20_000)) as u64
    }

    #[inline]
    fn tick(&mut self, chances: &Chances, mood: Mood) -> Tick {
        let next = chances.moves.next(self.quote, mood, self.random.bits());
        let (bid_moved, ask_moved) = (next.bid != self.quote.bid, next.ask != self.quote.ask);
        self.bid_volume = chances.volumes.next(self.bid_volume, bid_moved, self.random.bits());
        self.ask_volume = chances.volumes.next(self.ask_volume, ask_moved, self.random.bits());
        self.quote = next;
        Tick {
            timestamp: self.day.start().saturating_add(self.time_ms * NANOS_PER_MILLI),
            bid: next.bid,
            ask: next.ask,
            bid_volume: self.bid_volume,
            ask_volume: self.ask_volume,
        }
    }
}
