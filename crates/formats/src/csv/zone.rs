//! The zone of times that name none themselves: how far ahead of UTC they are.

use std::{cell::Cell, fmt, str::FromStr};

use jiff::{
    Timestamp,
    tz::{AmbiguousOffset, Offset, TimeZone},
};
use tickloom_model::NANOS_PER_SECOND;

use crate::FormatError;

const NO_SUCH_TIME: &str = "a time that its zone has: clocks were put forward over this one";
const IN_RANGE: &str = "a time between 1678 and 2261";
/// No zone changes twice within this time.
const SLOT_NANOS: i64 = 900 * NANOS_PER_SECOND;

/// A zone: UTC, a fixed offset from it, or a named one with its history of summer times.
///
/// Reads `UTC`, `+02:00`, `-0500`, `EST` (UTC-05 all year, as HistData keeps it) and the names of the IANA database such as
/// `Europe/Athens`, whose rules are built in and the same on every machine.
///
/// ```
/// use tickloom_formats::csv::Zone;
///
/// assert_eq!("EST".parse::<Zone>()?.to_string(), "UTC-05:00");
/// assert!("Atlantis".parse::<Zone>().is_err());
/// # Ok::<(), tickloom_formats::FormatError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(Rule);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Rule {
    Fixed { seconds: i32 },
    Named(TimeZone),
}

impl Zone {
    /// UTC.
    pub const UTC: Self = Self::fixed(0);

    /// So many seconds ahead of UTC, all year.
    #[must_use]
    pub const fn fixed(seconds: i32) -> Self {
        Self(Rule::Fixed { seconds })
    }

    /// Nanoseconds ahead of UTC, if that never changes.
    pub(crate) fn fixed_nanos(&self) -> Option<i64> {
        match self.0 {
            Rule::Fixed { seconds } => Some(i64::from(seconds) * NANOS_PER_SECOND),
            Rule::Named(_) => None,
        }
    }

    /// The moment at which clocks of this zone show `local`, which counts nanoseconds as if it were UTC.
    pub(crate) fn utc(&self, local: i64, walk: &Cell<LocalWalk>) -> Result<i64, &'static str> {
        let offset = match &self.0 {
            Rule::Fixed { seconds } => i64::from(*seconds) * NANOS_PER_SECOND,
            Rule::Named(zone) => {
                let mut state = walk.get();
                let offset = state.offset(zone, local);
                walk.set(state);
                offset?
            }
        };
        local.checked_sub(offset).ok_or(IN_RANGE)
    }
}

/// Where a walk through the times of a file is: what it needs to tell apart the two passes of an hour that clocks show twice.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct LocalWalk {
    /// The last quarter of an hour with one offset only, and that offset.
    slot: Option<(i64, i64)>,
    /// Inside a stretch that clocks show twice: the latest time seen in it, and whether this is the second pass.
    twice: Option<(i64, bool)>,
}

impl LocalWalk {
    #[inline]
    fn offset(&mut self, zone: &TimeZone, local: i64) -> Result<i64, &'static str> {
        let slot = local.div_euclid(SLOT_NANOS);
        match self.slot {
            Some((known, offset)) if known == slot => Ok(offset),
            _ => self.new_offset(zone, local, slot),
        }
    }

    #[cold]
    fn new_offset(&mut self, zone: &TimeZone, local: i64, slot: i64) -> Result<i64, &'static str> {
        if let Some(offset) = slot_offset(zone, slot) {
            *self = Self { slot: Some((slot, offset)), twice: None };
            return Ok(offset);
        }
        self.slot = None;
        match offsets(zone, local).ok_or(IN_RANGE)? {
            AmbiguousOffset::Unambiguous { offset } => {
                self.twice = None;
                Ok(nanos(offset))
            }
            AmbiguousOffset::Gap { .. } => Err(NO_SUCH_TIME),
            AmbiguousOffset::Fold { before, after } => {
                Ok(if self.is_second_pass(local, nanos(before) - nanos(after)) {
                    nanos(after)
                } else {
                    nanos(before)
                })
            }
        }
    }

    /// Times that step back by half of the stretch or more have begun its second pass; less is disorder.
    fn is_second_pass(&mut self, local: i64, length: i64) -> bool {
        let (latest, second) = self.twice.unwrap_or((local, false));
        let second = second || latest - local >= length / 2;
        self.twice = Some((latest.max(local), second));
        second
    }
}

fn slot_offset(zone: &TimeZone, slot: i64) -> Option<i64> {
    let start = slot.checked_mul(SLOT_NANOS)?;
    let ends = [start, start.checked_add(SLOT_NANOS - 1)?].map(|local| match offsets(zone, local) {
        Some(AmbiguousOffset::Unambiguous { offset }) => Some(nanos(offset)),
        _ => None,
    });
    ends[0].filter(|_| ends[0] == ends[1])
}

fn offsets(zone: &TimeZone, local: i64) -> Option<AmbiguousOffset> {
    let local = TimeZone::UTC.to_datetime(Timestamp::from_nanosecond(local.into()).ok()?);
    Some(zone.to_ambiguous_timestamp(local).offset())
}

fn nanos(offset: Offset) -> i64 {
    i64::from(offset.seconds()) * NANOS_PER_SECOND
}

impl FromStr for Zone {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, FormatError> {
        const EST_SECONDS: i32 = -5 * 3_600;
        match text.to_ascii_uppercase().as_str() {
            "UTC" | "GMT" | "Z" => return Ok(Self::UTC),
            "EST" => return Ok(Self::fixed(EST_SECONDS)),
            _ => {}
        }
        let fixed = offset_seconds(text.as_bytes()).map(Self::fixed);
        let named = || TimeZone::get(text).ok().filter(|zone| zone.iana_name().is_some());
        fixed
            .or_else(|| named().map(|zone| Self(Rule::Named(zone))))
            .ok_or_else(|| FormatError::CsvZoneInvalid { found: crate::text::excerpt(text.as_bytes()) })
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Rule::Fixed { seconds: 0 } => formatter.write_str("UTC"),
            Rule::Fixed { seconds } => {
                let (sign, minutes) = (if *seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs() / 60);
                write!(formatter, "UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
            Rule::Named(zone) => formatter.write_str(zone.iana_name().unwrap_or_default()),
        }
    }
}

/// The seconds ahead of UTC that `+HH`, `+HHMM` or `+HH:MM` say.
pub(super) fn offset_seconds(text: &[u8]) -> Option<i32> {
    let (sign, hours, minutes) = match text {
        [sign, h1, h2] => (sign, [*h1, *h2], *b"00"),
        [sign, h1, h2, m1, m2] | [sign, h1, h2, b':', m1, m2] => (sign, [*h1, *h2], [*m1, *m2]),
        _ => return None,
    };
    let seconds = two_digits(hours, 24)? * 3_600 + two_digits(minutes, 60)? * 60;
    match sign {
        b'+' => Some(seconds),
        b'-' => Some(-seconds),
        _ => None,
    }
}

fn two_digits(digits: [u8; 2], limit: i32) -> Option<i32> {
    let [tens, ones] = digits.map(|digit| digit.is_ascii_digit().then(|| i32::from(digit - b'0')));
    Some(tens? * 10 + ones?).filter(|value| *value < limit)
}

#[cfg(test)]
mod tests {
    use tickloom_model::UnixNanos;

    use super::*;

    fn utc(zone: &str, locals: &[&str]) -> Vec<String> {
        let (zone, walk) = (zone.parse::<Zone>().unwrap(), Cell::default());
        let utc = |local: &&str| match zone.utc(local.parse::<UnixNanos>().unwrap().as_i64(), &walk) {
            Ok(nanos) => UnixNanos::new(nanos).to_string().replace(".000Z", ""),
            Err(problem) => problem.to_owned(),
        };
        locals.iter().map(utc).collect()
    }

    #[test]
    fn times_that_clocks_skip_are_refused() {
        for (zone, before, inside, after) in [
            ("Europe/Athens", "2019-03-31T02:59:59", "2019-03-31T03:00:00", "2019-03-31T04:00:00"),
            ("America/New_York", "2019-03-10T01:59:59", "2019-03-10T02:59:59", "2019-03-10T03:00:00"),
            ("Australia/Lord_Howe", "2019-10-06T01:59:59", "2019-10-06T02:29:59", "2019-10-06T02:30:00"),
        ] {
            let found = utc(zone, &[before, inside, after]);
            assert_eq!(found[1], NO_SUCH_TIME, "{zone}");
            let [before, after]: [UnixNanos; 2] = [&found[0], &found[2]].map(|text| text.parse().unwrap());
            assert_eq!(after.as_i64() - before.as_i64(), NANOS_PER_SECOND, "{zone}");
        }
    }

    #[test]
    fn times_that_clocks_show_twice_are_the_first_until_they_step_back() {
        let locals = [
            "2019-11-03T00:59:59",
            "2019-11-03T01:00:00",
            "2019-11-03T01:59:58",
            "2019-11-03T01:59:57",
            "2019-11-03T01:00:02",
            "2019-11-03T01:59:59",
            "2019-11-03T02:00:00",
        ];
        let expected = ["04:59:59", "05:00:00", "05:59:58", "05:59:57", "06:00:02", "06:59:59", "07:00:00"];
        assert_eq!(utc("America/New_York", &locals), expected.map(|clock| format!("2019-11-03T{clock}")));
        assert_eq!(utc("America/New_York", &locals[4..5]), ["2019-11-03T05:00:02"]);
    }

    #[test]
    fn summer_and_winter_have_their_own_offsets() {
        for (zone, local, expected) in [
            ("Europe/Athens", "2019-01-15T12:00:00", "2019-01-15T10:00:00"),
            ("Europe/Athens", "2019-07-15T12:00:00", "2019-07-15T09:00:00"),
            ("America/New_York", "2019-03-09T17:00:00", "2019-03-09T22:00:00"),
            ("America/New_York", "2019-03-11T17:00:00", "2019-03-11T21:00:00"),
            ("Asia/Kolkata", "2019-07-15T12:00:00", "2019-07-15T06:30:00"),
            ("EST", "2019-07-15T12:00:00", "2019-07-15T17:00:00"),
            ("+0530", "2019-07-15T12:00:00", "2019-07-15T06:30:00"),
        ] {
            assert_eq!(utc(zone, &[local]), [expected], "{zone}");
        }
    }

    #[test]
    fn zones_print_what_they_read() {
        for (text, expected) in [
            ("UTC", Some("UTC")),
            ("gmt", Some("UTC")),
            ("+00:00", Some("UTC")),
            ("-05", Some("UTC-05:00")),
            ("+05:45", Some("UTC+05:45")),
            ("europe/athens", Some("Europe/Athens")),
            ("+24:00", None),
            ("EET DST", None),
            ("", None),
            ("../../etc/passwd", None),
        ] {
            assert_eq!(text.parse::<Zone>().ok().map(|zone| zone.to_string()).as_deref(), expected, "{text}");
        }
    }
}
