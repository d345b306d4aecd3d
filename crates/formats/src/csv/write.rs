//! Ticks as CSV: our own layout, and Dukascopy's website export for samples.

use tickloom_model::{
    Digits, NANOS_PER_DAY, NANOS_PER_MICRO, NANOS_PER_MILLI, NANOS_PER_SECOND, Tick, Ticks, UnixNanos, UtcDay,
};

use super::line::Line;

/// Adds the header of [`write_ticks`].
pub fn write_header(out: &mut Vec<u8>) {
    out.extend_from_slice(b"timestamp,bid,ask,bid_volume,ask_volume\n");
}

/// Adds one line a tick: UTC time as ISO 8601, prices with all digits, volumes as the shortest text that reads back the same.
///
/// Times have three decimals, or six or nine where three would lose something.
pub fn write_ticks(ticks: &Ticks, digits: Digits, out: &mut Vec<u8>) {
    let mut days = DayText::new(|day| format!("{day}T"));
    let mut line = Line::new();
    out.reserve(ticks.len() * 56);
    for Tick { timestamp, bid, ask, bid_volume, ask_volume } in ticks.iter() {
        line.put(b"\n");
        put_volumes(bid_volume, ask_volume, &mut line);
        put_prices(bid, ask, digits, &mut line);
        line.put(b"Z,");
        put_time(timestamp, &mut days, &mut line);
        line.move_to(out);
    }
}

/// Adds the header of [`write_dukascopy_ticks`].
pub fn write_dukascopy_header(out: &mut Vec<u8>) {
    out.extend_from_slice(b"Gmt time,Ask,Bid,AskVolume,BidVolume\r\n");
}

/// Adds one line a tick as Dukascopy's website exports them: `04.02.2019 00:00:00.994,1.14545,1.14541,0.75,1.5`.
///
/// Times have three decimals, or six or nine where three would lose something.
pub fn write_dukascopy_ticks(ticks: &Ticks, digits: Digits, out: &mut Vec<u8>) {
    let mut days = DayText::new(day_first);
    let mut line = Line::new();
    out.reserve(ticks.len() * 50);
    for Tick { timestamp, bid, ask, bid_volume, ask_volume } in ticks.iter() {
        line.put(b"\r\n");
        put_volumes(ask_volume, bid_volume, &mut line);
        put_prices(ask, bid, digits, &mut line);
        line.put(b",");
        put_time(timestamp, &mut days, &mut line);
        line.move_to(out);
    }
}

fn day_first(day: UtcDay) -> String {
    let text = day.to_string();
    let mut parts = text.rsplitn(3, '-');
    let (day, month, year) = (parts.next(), parts.next(), parts.next());
    format!("{}.{}.{} ", day.unwrap_or_default(), month.unwrap_or_default(), year.unwrap_or_default())
}

/// The text of the last day written: days change once in a hundred thousand ticks.
struct DayText {
    format: fn(UtcDay) -> String,
    day: Option<UtcDay>,
    text: String,
}

impl DayText {
    const fn new(format: fn(UtcDay) -> String) -> Self {
        Self { format, day: None, text: String::new() }
    }

    #[inline]
    fn of(&mut self, day: UtcDay) -> &[u8] {
        if self.day != Some(day) {
            (self.day, self.text) = (Some(day), (self.format)(day));
        }
        self.text.as_bytes()
    }
}

#[inline]
fn put_time(time: UnixNanos, days: &mut DayText, line: &mut Line) {
    let nanos = time.as_i64().rem_euclid(NANOS_PER_DAY) as u64;
    let (seconds, fraction) = (nanos / NANOS_PER_SECOND as u64, nanos % NANOS_PER_SECOND as u64);
    match (fraction % NANOS_PER_MILLI as u64, fraction % NANOS_PER_MICRO as u64) {
        (0, _) => line.put_padded(fraction / NANOS_PER_MILLI as u64, 3),
        (_, 0) => line.put_padded(fraction / NANOS_PER_MICRO as u64, 6),
        _ => line.put_padded(fraction, 9),
    }
    line.put(b".");
    line.put_padded(seconds % 60, 2);
    line.put(b":");
    line.put_padded(seconds / 60 % 60, 2);
    line.put(b":");
    line.put_padded(seconds / 3_600, 2);
    line.put(days.of(UtcDay::of(time)));
}

#[inline]
fn put_prices(first: i64, second: i64, digits: Digits, line: &mut Line) {
    put_price(second, digits, line);
    line.put(b",");
    put_price(first, digits, line);
}

#[inline]
fn put_price(points: i64, digits: Digits, line: &mut Line) {
    line.put_decimal(points.unsigned_abs(), digits.get().into());
    if points < 0 {
        line.put(b"-");
    }
}

#[inline]
fn put_volumes(first: f32, second: f32, line: &mut Line) {
    put_volume(second, line);
    line.put(b",");
    put_volume(first, line);
    line.put(b",");
}

/// Up to here, decimals with as many digits lie further apart than floats, so that only one of them reads back the same.
const DISTINCT: f64 = 8_388_608.0;

#[inline]
fn put_volume(volume: f32, line: &mut Line) {
    for (decimals, power) in [(2, 1e2_f32), (6, 1e6)] {
        // A float's 24 bits times a power below 2^20 is exact in 53; adding a half and cutting off rounds.
        let rounded = f64::from(volume) * f64::from(power) + 0.5;
        let mantissa = rounded as i32;
        if (0.0..DISTINCT).contains(&rounded) && mantissa as f32 / power == volume {
            return put_shortened(mantissa.unsigned_abs().into(), decimals, line);
        }
    }
    line.put(volume.to_string().as_bytes());
}

#[inline]
fn put_shortened(mut mantissa: u64, mut decimals: usize, line: &mut Line) {
    while decimals > 0 && mantissa.is_multiple_of(10) {
        mantissa /= 10;
        decimals -= 1;
    }
    line.put_decimal(mantissa, decimals);
}
