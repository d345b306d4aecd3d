//! What a parser hands out: the ticks it found, and the rows that were none.

use std::fmt;

use tickloom_model::Ticks;

/// The ticks of some bytes, and what else was in them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parsed {
    /// The ticks, in the order of the rows.
    pub ticks: Ticks,
    /// Data rows or records seen, good or bad.
    pub rows: u64,
    /// Lines ended in the input, with blank ones and a last one without newline; 0 for binary formats.
    pub lines: u64,
    /// The rows that are not ticks.
    pub refused: Refused,
}

impl Parsed {
    /// Moves the places of the refused rows, for bytes that did not start their source.
    pub fn shift(&mut self, lines: u64, bytes: u64) {
        self.refused.shift(lines, bytes);
    }
}

/// Rows that are not ticks: all of them counted, the first ones kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refused {
    /// How many.
    pub count: u64,
    /// The first of them, at most [`Refused::KEPT`].
    pub first: Vec<BadRow>,
}

impl Refused {
    /// How many rows are kept with their place; a file of nothing but bad rows must not fill the memory.
    pub const KEPT: usize = 20;

    /// Counts a row, and keeps it if it is among the first.
    pub fn push(&mut self, row: BadRow) {
        self.count += 1;
        if self.first.len() < Self::KEPT {
            self.first.push(row);
        }
    }

    /// Adds the rows of a later part of the same source.
    pub fn merge(&mut self, later: Self) {
        self.count += later.count;
        let room = Self::KEPT - self.first.len();
        self.first.extend(later.first.into_iter().take(room));
    }

    /// Whether no row was refused.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Moves the places of the rows, for bytes that did not start their source.
    pub fn shift(&mut self, lines: u64, bytes: u64) {
        for row in &mut self.first {
            row.line += lines;
            row.byte += bytes;
        }
    }
}

/// A row that is not a tick, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// The line, counted from 1; for binary formats the record.
    pub line: u64,
    /// Offset of the row's first byte in its source; for .bi5 in the decompressed records.
    pub byte: u64,
    /// The part of the row that is wrong.
    pub field: Field,
    /// What stands there: at most 60 characters, control characters escaped, ending in `…` when cut.
    pub found: String,
    /// What should stand there.
    pub expected: &'static str,
}

impl fmt::Display for BadRow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, byte, field, found, expected } = self;
        write!(formatter, "line {line} (byte {byte}): {field} is \"{found}\", expected {expected}")
    }
}

/// A part of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The time.
    Time,
    /// The bid price.
    Bid,
    /// The ask price.
    Ask,
    /// The volume at the bid.
    BidVolume,
    /// The volume at the ask.
    AskVolume,
    /// The name of the instrument.
    Symbol,
    /// The row as a whole.
    Row,
}

impl Field {
    /// The name, as everywhere in Tickloom.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Bid => "bid",
            Self::Ask => "ask",
            Self::BidVolume => "bid_volume",
            Self::AskVolume => "ask_volume",
            Self::Symbol => "symbol",
            Self::Row => "row",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

const EXCERPT_CHARS: usize = 60;

/// Foreign bytes as text that is safe to show: see [`BadRow::found`].
pub(crate) fn excerpt(bytes: &[u8]) -> String {
    // No character takes more than four bytes, so what is left out here would be cut below anyway.
    let start = &bytes[..bytes.len().min(4 * (EXCERPT_CHARS + 1))];
    let mut shown: String = String::from_utf8_lossy(start).chars().flat_map(escaped).collect();
    if let Some((cut, _)) = shown.char_indices().nth(EXCERPT_CHARS) {
        let last = shown[..cut].char_indices().next_back().map_or(0, |(at, _)| at);
        shown.truncate(last);
        shown.push('…');
    }
    shown
}

fn escaped(character: char) -> impl Iterator<Item = char> {
    let escape = character.is_control().then(|| character.escape_default());
    let plain = escape.is_none().then_some(character);
    escape.into_iter().flatten().chain(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: u64) -> BadRow {
        BadRow { line, byte: 10 * line, field: Field::Row, found: String::new(), expected: "a tick" }
    }

    fn refused(lines: std::ops::Range<u64>) -> Refused {
        let mut refused = Refused::default();
        lines.for_each(|line| refused.push(row(line)));
        refused
    }

    #[test]
    fn all_rows_are_counted_and_the_first_twenty_kept() {
        let refused = refused(1..101);
        assert_eq!((refused.count, refused.first.len()), (100, Refused::KEPT));
        assert_eq!(refused.first.last(), Some(&row(20)));
    }

    #[test]
    fn a_later_part_is_shifted_and_added_behind_the_first() {
        let mut later = refused(1..31);
        later.shift(15, 150);
        let mut all = refused(1..16);
        all.merge(later);
        assert_eq!(all, Refused { count: 45, first: (1..21).map(row).collect() });
    }

    #[test]
    fn excerpts_are_short_and_safe_to_show() {
        let euros = "€".repeat(99);
        let cases: [(&[u8], String); 6] = [
            (b"1.14545", "1.14545".into()),
            (b"a\0b\x1b\t", "a\\u{0}b\\u{1b}\\t".into()),
            (b"caf\xe9", "caf\u{fffd}".into()),
            (&[b'x'; 60], "x".repeat(60)),
            (&[b'x'; 61], format!("{}…", "x".repeat(59))),
            (euros.as_bytes(), format!("{}…", "€".repeat(59))),
        ];
        for (bytes, expected) in cases {
            assert_eq!(excerpt(bytes), expected);
        }
    }
}
