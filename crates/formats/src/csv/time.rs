//! The formats of times: one table, and how a single time is read in each.

use tickloom_model::{NANOS_PER_DAY, NANOS_PER_SECOND, POWERS_OF_TEN, UtcDay};

use super::zone::offset_seconds;

/// Bytes of `HH:MM:SS`.
const CLOCK_BYTES: usize = 8;

/// How a source writes its times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeFormat {
    /// A date, a clock and perhaps a zone.
    Civil(CivilFormat),
    /// A count of some unit.
    Count(CountFormat),
}

/// How a source writes dates and clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CivilFormat {
    /// `D`, `M`, `Y` stand for digits, everything else for itself.
    pub(super) pattern: &'static [u8],
    /// What may stand between date and clock.
    between: &'static [u8],
    pub(super) clock: ClockStyle,
    /// Whether every time names its zone, or none does.
    pub(super) zoned: bool,
}

/// How a source writes the time of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClockStyle {
    /// `HH:MM:SS`, and a fraction behind a point or not.
    Seconds,
    /// `HH:MM`.
    Minutes,
    /// `HHMMSS` with the digits of the fraction glued on, if there are any.
    Compact,
}

/// A number of units, told from others by how many digits it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CountFormat {
    pub(super) unit_nanos: i64,
    pub(super) fewest_digits: usize,
    pub(super) most_digits: usize,
    /// Whether it counts from midnight of a day that stands elsewhere, not from 1970.
    pub(super) of_day: bool,
}

/// A time format and what a bad row should have had instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TimeRule {
    pub(super) format: TimeFormat,
    pub(super) expected: &'static str,
}

/// What a text says: nanoseconds as if it were UTC, and how far ahead of UTC it says it is.
pub(super) struct Local {
    pub(super) nanos: i64,
    pub(super) offset: Option<i64>,
}

const fn civil(
    pattern: &'static [u8],
    between: &'static [u8],
    clock: ClockStyle,
    zoned: bool,
    expected: &'static str,
) -> TimeRule {
    TimeRule { format: TimeFormat::Civil(CivilFormat { pattern, between, clock, zoned }), expected }
}

const fn count(unit_nanos: i64, digits: [usize; 2], of_day: bool, expected: &'static str) -> TimeRule {
    let [fewest_digits, most_digits] = digits;
    TimeRule {
        format: TimeFormat::Count(CountFormat { unit_nanos, fewest_digits, most_digits, of_day }),
        expected,
    }
}

use ClockStyle::{Compact, Minutes, Seconds};

/// Every known format; no text is a time in two of them. Days stand before months only where points tell so: `12/11/2020` is in no format.
const RULES: [TimeRule; 20] = [
    civil(b"DD.MM.YYYY", b" ", Seconds, false, "a time such as 04.02.2019 13:30:00.250"),
    civil(b"DD.MM.YYYY", b" ", Seconds, true, "a time such as 04.02.2019 13:30:00.250 GMT+0200"),
    civil(b"DD.MM.YYYY", b" ", Minutes, false, "a time such as 04.02.2019 13:30"),
    civil(b"YYYY.MM.DD", b" ", Seconds, false, "a time such as 2019.02.04 13:30:00.250"),
    civil(b"YYYY.MM.DD", b" ", Seconds, true, "a time such as 2019.02.04 13:30:00.250 UTC"),
    civil(b"YYYY.MM.DD", b" ", Minutes, false, "a time such as 2019.02.04 13:30"),
    civil(b"YYYY-MM-DD", b"T ", Seconds, false, "a time such as 2019-02-04T13:30:00.250"),
    civil(b"YYYY-MM-DD", b"T ", Seconds, true, "a time such as 2019-02-04T13:30:00.250Z"),
    civil(b"YYYY-MM-DD", b"T ", Minutes, false, "a time such as 2019-02-04T13:30"),
    civil(b"YYYY-MM-DD", b"T ", Minutes, true, "a time such as 2019-02-04T13:30Z"),
    civil(b"YYYY/MM/DD", b"T ", Seconds, false, "a time such as 2019/02/04 13:30:00.250"),
    civil(b"YYYY/MM/DD", b"T ", Seconds, true, "a time such as 2019/02/04 13:30:00.250Z"),
    civil(b"YYYYMMDD", b" ", Seconds, false, "a time such as 20190204 13:30:00.250"),
    civil(b"YYYYMMDD", b" ", Seconds, true, "a time such as 20190204 13:30:00.250Z"),
    civil(b"YYYYMMDD", b" ", Compact, false, "a time such as 20190204 133000250"),
    count(NANOS_PER_SECOND, [9, 10], false, "seconds since 1970 such as 1549287000"),
    count(1_000_000, [12, 13], false, "milliseconds since 1970 such as 1549287000250"),
    count(1_000, [15, 16], false, "microseconds since 1970 such as 1549287000250000"),
    count(1, [18, 19], false, "nanoseconds since 1970 such as 1549287000250000000"),
    count(1_000_000, [1, 8], true, "milliseconds since midnight such as 48600250"),
];

impl TimeRule {
    /// The format in which most of these texts are times, if any is one. `joined` is what stands between date and
    /// clock where these are two columns.
    pub(super) fn of(texts: &[impl AsRef<[u8]>], joined: Option<u8>) -> Option<Self> {
        let times = |rule: &Self| texts.iter().filter(|text| rule.reads(text.as_ref())).count();
        let rules = RULES.map(|rule| rule.joined(joined));
        let usual = rules.iter().find(|rule| texts.first().is_some_and(|text| rule.reads(text.as_ref())));
        // What all texts fit needs no count: no text fits two.
        if let Some(rule) = usual.filter(|rule| times(rule) == texts.len()) {
            return Some(*rule);
        }
        let counted = rules.into_iter().map(|rule| (times(&rule), rule)).filter(|(times, _)| *times > 0);
        // Of the formats that as many texts fit, the first.
        counted.rev().max_by_key(|(times, _)| *times).map(|(_, rule)| rule)
    }

    fn reads(&self, text: &[u8]) -> bool {
        self.format.local(text).is_some()
    }

    fn joined(mut self, by: Option<u8>) -> Self {
        if let (TimeFormat::Civil(format), Some(by)) = (&mut self.format, by) {
            format.between = match by {
                b',' => b",",
                b';' => b";",
                _ => b"\t",
            };
        }
        self
    }

    /// Whether times in this format say how far ahead of UTC they are, or count from 1970.
    pub(super) const fn names_zone(&self) -> bool {
        match self.format {
            TimeFormat::Civil(format) => format.zoned,
            TimeFormat::Count(format) => !format.of_day,
        }
    }

    /// The format alone, as words.
    pub(super) fn description(&self) -> &'static str {
        self.expected.strip_prefix("a time such as ").unwrap_or(self.expected)
    }
}

impl Default for TimeRule {
    fn default() -> Self {
        RULES[7]
    }
}

impl TimeFormat {
    /// What a text says in this format.
    pub(super) fn local(self, text: &[u8]) -> Option<Local> {
        match self {
            Self::Civil(format) => format.local(text),
            Self::Count(format) => format.nanos(text).map(|nanos| Local { nanos, offset: None }),
        }
    }
}

impl CivilFormat {
    fn local(self, text: &[u8]) -> Option<Local> {
        let (date, text) = text.split_at_checked(self.pattern.len() + 1)?;
        let (clock, zone) = match self.clock {
            ClockStyle::Seconds => seconds(text)?,
            ClockStyle::Minutes => minutes(text)?,
            ClockStyle::Compact => compact(text)?,
        };
        let offset = self.offset_nanos(zone)?;
        Some(Local { nanos: self.day_nanos(date)? + clock, offset: self.zoned.then_some(offset) })
    }

    /// The start of a day, from its date and the byte after it.
    pub(super) fn day_nanos(self, text: &[u8]) -> Option<i64> {
        let (between, date) = text.split_last()?;
        if !self.between.contains(between) || date.len() != self.pattern.len() {
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

    /// How far ahead of UTC a time is that ends in this zone; 0 where times name none.
    pub(super) fn offset_nanos(self, zone: &[u8]) -> Option<i64> {
        if self.zoned == zone.is_empty() {
            return None;
        }
        let zone = zone.strip_prefix(b" ").unwrap_or(zone);
        let offset = zone.strip_prefix(b"GMT").or_else(|| zone.strip_prefix(b"UTC")).unwrap_or(zone);
        match (zone, offset) {
            (b"Z", _) => Some(0),
            (b"", _) => (!self.zoned).then_some(0),
            (_, b"") => Some(0),
            (_, offset) => Some(i64::from(offset_seconds(offset)?) * NANOS_PER_SECOND),
        }
    }
}

impl CountFormat {
    fn nanos(self, text: &[u8]) -> Option<i64> {
        let digits = text.iter().take_while(|byte| **byte != b'.').count();
        let (whole_part, rest) = text.split_at(digits);
        let (fraction, rest) = fraction(rest)?;
        if !(self.fewest_digits..=self.most_digits).contains(&digits) || !rest.is_empty() {
            return None;
        }
        let below = i128::from(fraction) * i128::from(self.unit_nanos);
        // A fraction of less than a nanosecond cannot be kept.
        let below =
            (below % i128::from(NANOS_PER_SECOND) == 0).then(|| below / i128::from(NANOS_PER_SECOND))?;
        let nanos =
            whole(whole_part)?.checked_mul(self.unit_nanos)?.checked_add(i64::try_from(below).ok()?)?;
        (!self.of_day || nanos < NANOS_PER_DAY).then_some(nanos)
    }
}

fn seconds(text: &[u8]) -> Option<(i64, &[u8])> {
    let (clock, text) = text.split_first_chunk::<CLOCK_BYTES>()?;
    let [h1, h2, b':', m1, m2, b':', s1, s2] = *clock else { return None };
    let (fraction, rest) = fraction(text)?;
    Some((clock_nanos([h1, h2, m1, m2, s1, s2])? + fraction, rest))
}

fn minutes(text: &[u8]) -> Option<(i64, &[u8])> {
    let ([h1, h2, b':', m1, m2], rest) = text.split_first_chunk()? else { return None };
    Some((clock_nanos([*h1, *h2, *m1, *m2, b'0', b'0'])?, rest))
}

fn compact(text: &[u8]) -> Option<(i64, &[u8])> {
    let (clock, rest) = text.split_first_chunk()?;
    Some((clock_nanos(*clock)? + fraction_digits(rest)?, &[]))
}

fn clock_nanos([h1, h2, m1, m2, s1, s2]: [u8; 6]) -> Option<i64> {
    let (hours, minutes, seconds) =
        (two_digits(h1, h2, 24)?, two_digits(m1, m2, 60)?, two_digits(s1, s2, 60)?);
    Some((hours * 3_600 + minutes * 60 + seconds) * NANOS_PER_SECOND)
}

/// The nanoseconds of a fraction of a second, which may be left out, and what follows it.
fn fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let Some(text) = text.strip_prefix(b".") else { return Some((0, text)) };
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(length);
    (length > 0).then_some((fraction_digits(digits)?, rest))
}

fn fraction_digits(digits: &[u8]) -> Option<i64> {
    Some(whole(digits)? * POWERS_OF_TEN.get(9_usize.checked_sub(digits.len())?)?)
}

fn whole(digits: &[u8]) -> Option<i64> {
    let add = |value: i64, byte: &u8| value.checked_mul(10)?.checked_add(digit(*byte)?.into());
    digits.iter().try_fold(0, add)
}

fn two_digits(tens: u8, ones: u8, limit: i64) -> Option<i64> {
    let value = i64::from(digit(tens)?) * 10 + i64::from(digit(ones)?);
    (value < limit).then_some(value)
}

fn digit(byte: u8) -> Option<i8> {
    byte.is_ascii_digit().then(|| (byte - b'0') as i8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_time_in_two_formats() {
        let examples = RULES.map(|rule| rule.expected.rsplit(" such as ").next().unwrap_or_default());
        for example in examples {
            let fits = RULES.iter().filter(|rule| rule.reads(example.as_bytes())).count();
            assert_eq!(fits, 1, "{example}");
        }
    }
}
