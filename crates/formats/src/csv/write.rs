//! Ticks as CSV: our own layout, and Dukascopy's website export for samples.

use std::io::Write;

use tickloom_model::{
    Digits, NANOS_PER_DAY, NANOS_PER_MICRO, NANOS_PER_MILLI, NANOS_PER_SECOND, Tick, Ticks, UnixNanos, UtcDay,
};

/// Adds the header of [`write_ticks`].
pub fn write_header(out: &mut Vec<u8>) {
    out.extend_from_slice(b"timestamp,bid,ask,bid_volume,ask_volume\n");
}

/// Adds one line a tick: UTC time as ISO 8601, prices with all digits, volumes as the shortest text that reads back the same.
///
/// Times have three decimals, or six or nine where three would lose something.
pub fn write_ticks(ticks: &Ticks, digits: Digits, out: &mut Vec<u8>) {
    let mut days = DayText::new(|day| format!("{day}T"));
    out.reserve(ticks.len() * 56);
    for tick in ticks.iter() {
        write_time(tick.timestamp, &mut days, out);
        out.extend_from_slice(b"Z,");
        write_numbers(tick.bid, tick.ask, digits, out);
        write_volumes(tick.bid_volume, tick.ask_volume, out);
        out.push(b'\n');
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
    out.reserve(ticks.len() * 50);
    for Tick { timestamp, bid, ask, bid_volume, ask_volume } in ticks.iter() {
        write_time(timestamp, &mut days, out);
        out.push(b',');
        write_numbers(ask, bid, digits, out);
        write_volumes(ask_volume, bid_volume, out);
        out.extend_from_slice(b"\r\n");
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
fn write_time(time: UnixNanos, days: &mut DayText, out: &mut Vec<u8>) {
    out.extend_from_slice(days.of(UtcDay::of(time)));
    let nanos = time.as_i64().rem_euclid(NANOS_PER_DAY) as u64;
    let (seconds, fraction) = (nanos / NANOS_PER_SECOND as u64, nanos % NANOS_PER_SECOND as u64);
    let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map(|part| PAIRS[part as usize]);
    let [[h1, h2], [m1, m2], [s1, s2]] = clock;
    out.extend_from_slice(&[h1, h2, b':', m1, m2, b':', s1, s2, b'.']);
    match (fraction % NANOS_PER_MILLI as u64, fraction % NANOS_PER_MICRO as u64) {
        (0, _) => write_padded::<3>(fraction / NANOS_PER_MILLI as u64, out),
        (_, 0) => write_padded::<6>(fraction / NANOS_PER_MICRO as u64, out),
        _ => write_padded::<9>(fraction, out),
    }
}

const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut value = 0;
    while value < 100 {
        pairs[value] = [b'0' + (value / 10) as u8, b'0' + (value % 10) as u8];
        value += 1;
    }
    pairs
};

#[inline]
fn write_padded<const WIDTH: usize>(mut value: u64, out: &mut Vec<u8>) {
    let mut text = [b'0'; WIDTH];
    for place in text.iter_mut().rev() {
        *place = b'0' + (value % 10) as u8;
        value /= 10;
    }
    out.extend_from_slice(&text);
}

#[inline]
fn write_numbers(first: i64, second: i64, digits: Digits, out: &mut Vec<u8>) {
    for points in [first, second] {
        if points < 0 {
            out.push(b'-');
        }
        write_decimal(points.unsigned_abs(), digits.get().into(), out);
        out.push(b',');
    }
}

/// A whole number with a point before its last `decimals` digits.
#[inline]
fn write_decimal(mut mantissa: u64, decimals: usize, out: &mut Vec<u8>) {
    // Twenty digits and a point at most.
    let mut text = [b'0'; 24];
    let mut at = text.len();
    let point = text.len().wrapping_sub(decimals + 1);
    let first = if decimals > 0 { point - 1 } else { text.len() - 1 };
    while mantissa > 0 || at > first {
        at -= 1;
        if decimals > 0 && at == point {
            text[at] = b'.';
        } else {
            text[at] = b'0' + (mantissa % 10) as u8;
            mantissa /= 10;
        }
    }
    out.extend_from_slice(&text[at..]);
}

#[inline]
fn write_volumes(first: f32, second: f32, out: &mut Vec<u8>) {
    write_volume(first, out);
    out.push(b',');
    write_volume(second, out);
}

/// Up to here, decimals with as many digits lie further apart than floats, so that only one of them reads back the same.
const DISTINCT: f64 = 8_388_608.0;

#[inline]
fn write_volume(volume: f32, out: &mut Vec<u8>) {
    for (decimals, power) in [(2, 1e2_f32), (6, 1e6)] {
        // A float's 24 bits times a power below 2^20 is exact in 53.
        let mantissa = (f64::from(volume) * f64::from(power)).round_ties_even();
        if (0.0..DISTINCT).contains(&mantissa) && mantissa as f32 / power == volume {
            return write_shortened(mantissa as u64, decimals, out);
        }
    }
    // Writing to memory cannot fail.
    let _ = write!(out, "{volume}");
}

#[inline]
fn write_shortened(mut mantissa: u64, mut decimals: usize, out: &mut Vec<u8>) {
    while decimals > 0 && mantissa.is_multiple_of(10) {
        mantissa /= 10;
        decimals -= 1;
    }
    write_decimal(mantissa, decimals, out);
}
