//! Times of usual rows, read fast: what rarely changes from row to row is read once and compared after.

use tickloom_model::{NANOS_PER_DAY, NANOS_PER_SECOND};

use super::{
    moment::Moments,
    time::{CivilFormat, ClockStyle, CountFormat},
    word::{clock_seconds, fraction_nanos, load, load_16, plain_by_bytes},
};

/// Reads the time that starts at a place.
pub(super) trait Clock {
    /// The moment in UTC nanoseconds, and where the separator after it stands; `None` if that needs care.
    fn read(&mut self, rows: &[u8], at: usize) -> Option<(i64, usize)>;
}

/// Whole numbers of some unit.
pub(super) struct CountClock {
    format: CountFormat,
    separator: u8,
    /// Where counting starts, in UTC nanoseconds.
    start: i64,
    /// The first count that is too large.
    end: u64,
}

impl CountClock {
    pub(super) fn new(format: CountFormat, separator: u8, start: i64) -> Self {
        let end = if format.of_day { NANOS_PER_DAY / format.unit_nanos } else { i64::MAX } as u64;
        Self { format, separator, start, end }
    }
}

impl Clock for CountClock {
    #[inline(always)]
    fn read(&mut self, rows: &[u8], at: usize) -> Option<(i64, usize)> {
        let number = plain_by_bytes(rows, at, b'.')?;
        let digits = number.end - at;
        let is_count = digits >= self.format.fewest_digits && digits <= self.format.most_digits;
        if !is_count || number.decimals > 0 || number.mantissa >= self.end {
            return None;
        }
        let nanos = (number.mantissa as i64).checked_mul(self.format.unit_nanos)?.checked_add(self.start)?;
        (rows.get(number.end) == Some(&self.separator)).then_some((nanos, number.end))
    }
}

/// Times of any format, read carefully, one cell or two adjacent ones.
pub(super) struct CellClock<'a> {
    pub(super) moments: &'a Moments<'a>,
    pub(super) separator: u8,
    /// How many cells a time takes.
    pub(super) cells: usize,
}

const MAX_CELLS_BYTES: usize = 64;

impl Clock for CellClock<'_> {
    #[inline(always)]
    fn read(&mut self, rows: &[u8], at: usize) -> Option<(i64, usize)> {
        let rest = rows.get(at..)?;
        let mut separators =
            rest.iter().take(MAX_CELLS_BYTES).enumerate().filter(|(_, byte)| **byte == self.separator);
        let (length, _) = separators.nth(self.cells - 1)?;
        Some((self.moments.nanos(&rest[..length]).ok()?, at + length))
    }
}

/// Dates and clocks; keeps the last date and the last zone.
pub(super) struct CivilClock {
    format: CivilFormat,
    separator: u8,
    /// How far ahead of UTC times are that name no zone.
    offset_nanos: i64,
    /// The last date and the byte after it, as two words that overlap.
    date: (u64, u64),
    day_nanos: i64,
    zone: SeenZone,
}

/// The text after a clock, and what it means.
#[derive(Default)]
struct SeenZone {
    text: u128,
    mask: u128,
    length: usize,
    offset_nanos: i64,
}

/// Bytes of a date and of what stands between it and the clock.
const CLOCK_AT: usize = 11;
const POINT_AT: usize = CLOCK_AT + 8;
const MAX_ZONE_BYTES: usize = 15;

impl CivilClock {
    /// Whether this clock reads such dates and clocks.
    pub(super) fn reads(format: CivilFormat) -> bool {
        format.pattern.len() + 1 == CLOCK_AT && format.clock == ClockStyle::Seconds
    }

    pub(super) fn new(format: CivilFormat, separator: u8, offset_nanos: i64) -> Self {
        // No date has zero bytes in it; no zone has one where the separator must stand.
        let mask = if format.zoned { 0xff } else { 0 };
        let zone = SeenZone { mask, offset_nanos, ..SeenZone::default() };
        Self { format, separator, offset_nanos, date: (0, 0), day_nanos: 0, zone }
    }

    #[cold]
    fn turn_to(&mut self, date: (u64, u64), rows: &[u8], at: usize) -> Option<()> {
        self.day_nanos = self.format.day_nanos(rows.get(at..at + CLOCK_AT)?)?;
        self.date = date;
        Some(())
    }

    /// Where the zone that starts at a place ends.
    #[inline(always)]
    fn zone_end(&mut self, rows: &[u8], at: usize) -> Option<usize> {
        let is_last = load_16(rows, at)? & self.zone.mask == self.zone.text;
        if !is_last || rows.get(at + self.zone.length) != Some(&self.separator) {
            self.zone = self.new_zone(rows, at)?;
        }
        Some(at + self.zone.length)
    }

    #[cold]
    fn new_zone(&self, rows: &[u8], at: usize) -> Option<SeenZone> {
        let rest = rows.get(at..)?;
        let length = rest.iter().take(MAX_ZONE_BYTES).position(|byte| *byte == self.separator)?;
        let named = self.format.offset_nanos(&rest[..length])?;
        let offset_nanos = if self.format.zoned { named } else { self.offset_nanos };
        let mask = (1_u128 << (8 * length)) - 1;
        Some(SeenZone { text: load_16(rows, at)? & mask, mask, length, offset_nanos })
    }
}

impl Clock for CivilClock {
    #[inline(always)]
    fn read(&mut self, rows: &[u8], at: usize) -> Option<(i64, usize)> {
        let date = (load(rows, at)?, load(rows, at + CLOCK_AT - 8)?);
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
