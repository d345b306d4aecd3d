//! Times of usual rows, read fast: what rarely changes from row to row is read once and compared after.

use tickloom_model::{NANOS_PER_MILLI, NANOS_PER_SECOND};

use super::{
    SEPARATOR,
    time::{CivilFormat, DATE_BYTES},
    word::{clock_seconds, fraction_nanos, load, load_16, plain_by_bytes},
};

/// Reads the time that starts at a place.
pub(super) trait Clock {
    /// The moment in UTC nanoseconds, and where the separator after it stands; `None` if that needs care.
    fn read(&mut self, rows: &[u8], at: usize) -> Option<(i64, usize)>;
}

/// Milliseconds since 1970.
pub(super) struct EpochClock;

impl Clock for EpochClock {
    #[inline(always)]
    fn read(&mut self, rows: &[u8], at: usize) -> Option<(i64, usize)> {
        let number = plain_by_bytes(rows, at)?;
        let is_millis = matches!(number.end - at, 12..=13) && number.decimals == 0;
        let nanos = (number.mantissa as i64).checked_mul(NANOS_PER_MILLI)?;
        (is_millis && rows.get(number.end) == Some(&SEPARATOR)).then_some((nanos, number.end))
    }
}

/// Dates and clocks; keeps the last date and the last zone.
pub(super) struct CivilClock {
    format: CivilFormat,
    /// The last date and the byte after it, as two words that overlap.
    date: (u64, u64),
    day_nanos: i64,
    zone: Zone,
}

/// The text after a clock, and what it means.
#[derive(Default)]
struct Zone {
    text: u128,
    mask: u128,
    length: usize,
    offset_nanos: i64,
}

const CLOCK_AT: usize = DATE_BYTES;
const POINT_AT: usize = CLOCK_AT + 8;
const MAX_ZONE_BYTES: usize = 15;

impl CivilClock {
    pub(super) fn new(format: CivilFormat) -> Self {
        // No date has zero bytes in it; no zone has one where the separator must stand.
        let zone = Zone { mask: if format.zoned { 0xff } else { 0 }, ..Zone::default() };
        Self { format, date: (0, 0), day_nanos: 0, zone }
    }

    #[cold]
    fn turn_to(&mut self, date: (u64, u64), rows: &[u8], at: usize) -> Option<()> {
        self.day_nanos = self.format.day_nanos(rows.get(at..)?.first_chunk()?)?;
        self.date = date;
        Some(())
    }

    /// Where the zone that starts at a place ends.
    #[inline(always)]
    fn zone_end(&mut self, rows: &[u8], at: usize) -> Option<usize> {
        let is_last = load_16(rows, at)? & self.zone.mask == self.zone.text;
        if !is_last || rows.get(at + self.zone.length) != Some(&SEPARATOR) {
            self.zone = self.new_zone(rows, at)?;
        }
        Some(at + self.zone.length)
    }

    #[cold]
    fn new_zone(&self, rows: &[u8], at: usize) -> Option<Zone> {
        let rest = rows.get(at..)?;
        let length = rest.iter().take(MAX_ZONE_BYTES).position(|byte| *byte == SEPARATOR)?;
        let offset_nanos = self.format.offset_nanos(&rest[..length])?;
        let mask = (1_u128 << (8 * length)) - 1;
        Some(Zone { text: load_16(rows, at)? & mask, mask, length, offset_nanos })
    }
}

impl Clock for CivilClock {
    #[inline(always)]
    fn read(&mut self, rows: &[u8], at: usize) -> Option<(i64, usize)> {
        let date = (load(rows, at)?, load(rows, at + DATE_BYTES - 8)?);
        if date != self.date {
            self.turn_to(date, rows, at)?;
        }
        let seconds = clock_seconds(load(rows, at + CLOCK_AT)?)?;
        let (fraction, end) = match rows.get(at + POINT_AT)? {
            b'.' => fraction_nanos(rows, at + POINT_AT + 1)?,
            _ => (0, at + POINT_AT),
        };
        let end = self.zone_end(rows, end)?;
        Some((self.day_nanos + seconds * NANOS_PER_SECOND + fraction - self.zone.offset_nanos, end))
    }
}
