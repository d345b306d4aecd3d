//! The formats of times: one table, and how a single time is read in each.

use tickloom_model::{NANOS_PER_MILLI, NANOS_PER_SECOND, POWERS_OF_TEN, UtcDay};

/// Bytes of a date and of what stands between it and the clock.
pub(super) const DATE_BYTES: usize = 11;
/// Bytes of `HH:MM:SS`.
const CLOCK_BYTES: usize = 8;

/// How a source writes its times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeFormat {
    /// A date, a clock and perhaps a zone.
    Civil(CivilFormat),
    /// Milliseconds since 1970, UTC.
    EpochMillis,
}

/// How a source writes dates and clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CivilFormat {
    /// `D`, `M`, `Y` stand for digits, everything else for itself.
    pattern: &'static [u8; DATE_BYTES - 1],
    /// What may stand between date and clock.
    between: &'static [u8],
    /// Whether every time names its zone, or none does.
    pub(super) zoned: bool,
}

/// A time format and what a bad row should have had instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TimeRule {
    pub(super) format: TimeFormat,
    pub(super) expected: &'static str,
}

const fn civil(
    pattern: &'static [u8; 10],
    between: &'static [u8],
    zoned: bool,
    expected: &'static str,
) -> TimeRule {
    TimeRule { format: TimeFormat::Civil(CivilFormat { pattern, between, zoned }), expected }
}

/// Every known format; no text is a time in two of them.
const RULES: [TimeRule; 7] = [
    civil(b"DD.MM.YYYY", b" ", false, "a time such as 04.02.2019 13:30:00.250"),
    civil(b"DD.MM.YYYY", b" ", true, "a time such as 04.02.2019 13:30:00.250 GMT+0200"),
    civil(b"YYYY.MM.DD", b" ", false, "a time such as 2019.02.04 13:30:00.250"),
    civil(b"YYYY.MM.DD", b" ", true, "a time such as 2019.02.04 13:30:00.250 UTC"),
    civil(b"YYYY-MM-DD", b"T ", false, "a time such as 2019-02-04T13:30:00.250"),
    civil(b"YYYY-MM-DD", b"T ", true, "a time such as 2019-02-04T13:30:00.250Z"),
    TimeRule { format: TimeFormat::EpochMillis, expected: "milliseconds since 1970 such as 1549287000250" },
];

impl TimeRule {
    /// The format in which most of these texts are times, if any is one.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a [u8]> + Clone) -> Option<Self> {
        let times = |rule: &Self| texts.clone().filter(|text| rule.format.nanos(text).is_some()).count();
        let counted = RULES.iter().map(|rule| (times(rule), rule)).filter(|(times, _)| *times > 0);
        counted.max_by_key(|(times, _)| *times).map(|(_, rule)| *rule)
    }
}

impl Default for TimeRule {
    fn default() -> Self {
        RULES[5]
    }
}

impl TimeFormat {
    /// The moment that a text names, in UTC nanoseconds since 1970.
    pub(super) fn nanos(self, text: &[u8]) -> Option<i64> {
        match self {
            Self::Civil(format) => format.nanos(text),
            Self::EpochMillis => epoch_millis(text),
        }
    }
}

impl CivilFormat {
    fn nanos(self, text: &[u8]) -> Option<i64> {
        let (date, text) = text.split_first_chunk()?;
        let (clock, text) = text.split_first_chunk()?;
        let (fraction, zone) = fraction(text)?;
        Some(self.day_nanos(date)? + clock_nanos(clock)? + fraction - self.offset_nanos(zone)?)
    }

    /// The start of a day, from its date and the byte after it.
    pub(super) fn day_nanos(self, text: &[u8; DATE_BYTES]) -> Option<i64> {
        let [date @ .., between] = text;
        if !self.between.contains(between) {
            return None;
        }
        let (mut year, mut month, mut day) = (0_i16, 0_i8, 0_i8);
        for (sign, byte) in self.pattern.iter().zip(date) {
            match sign {
                b'Y' => year = year * 10 + i16::from(digit(*byte)?),
                b'M' => month = month * 10 + digit(*byte)?,
                b'D' => day = day * 10 + digit(*byte)?,
                literal if literal == byte => {}
                _ => return None,
            }
        }
        // One year from either end of what 64 bits of nanoseconds can say, so that no clock or offset leads beyond.
        let within = (1678..=2261).contains(&year);
        within.then(|| UtcDay::from_civil(year, month, day).ok())?.map(|day| day.start().as_i64())
    }

    /// How far ahead of UTC a time is that ends in this zone.
    pub(super) fn offset_nanos(self, zone: &[u8]) -> Option<i64> {
        if self.zoned == zone.is_empty() {
            return None;
        }
        let zone = zone.strip_prefix(b" GMT").unwrap_or(zone);
        match zone {
            b"" | b"Z" | b" UTC" => Some(0),
            [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] | [sign @ (b'+' | b'-'), h1, h2, m1, m2] => {
                let (hours, minutes) = (two_digits(*h1, *h2, 24)?, two_digits(*m1, *m2, 60)?);
                let seconds = hours * 3_600 + minutes * 60;
                Some(if *sign == b'-' { -seconds } else { seconds } * NANOS_PER_SECOND)
            }
            _ => None,
        }
    }
}

fn clock_nanos(text: &[u8; CLOCK_BYTES]) -> Option<i64> {
    let [h1, h2, b':', m1, m2, b':', s1, s2] = *text else { return None };
    let (hours, minutes, seconds) =
        (two_digits(h1, h2, 24)?, two_digits(m1, m2, 60)?, two_digits(s1, s2, 60)?);
    Some((hours * 3_600 + minutes * 60 + seconds) * NANOS_PER_SECOND)
}

/// The nanoseconds of a fraction of a second, which may be left out, and what follows it.
fn fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let Some(text) = text.strip_prefix(b".") else { return Some((0, text)) };
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(length);
    let scale = POWERS_OF_TEN.get(9_usize.checked_sub(length)?).filter(|_| length > 0)?;
    Some((whole(digits)? * scale, rest))
}

fn epoch_millis(text: &[u8]) -> Option<i64> {
    (12..=13).contains(&text.len()).then(|| whole(text))??.checked_mul(NANOS_PER_MILLI)
}

fn whole(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |value, byte| Some(value * 10 + i64::from(digit(*byte)?)))
}

fn two_digits(tens: u8, ones: u8, limit: i64) -> Option<i64> {
    let value = i64::from(digit(tens)?) * 10 + i64::from(digit(ones)?);
    (value < limit).then_some(value)
}

fn digit(byte: u8) -> Option<i8> {
    byte.is_ascii_digit().then(|| (byte - b'0') as i8)
}
