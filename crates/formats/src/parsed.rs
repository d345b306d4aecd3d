//! What a parser hands out: the ticks it found, and the rows that were none.

use std::fmt;

use tickloom_model::Ticks;

use crate::Places;

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
    /// On which rows the ticks stood, within these bytes.
    pub places: Places,
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
    /// The first of them, at most [`Refused::KEPT`] unless the reader was asked to keep more.
    pub first: Vec<BadRow>,
}

impl Refused {
    /// How many rows are kept with their place; a file of nothing but bad rows must not fill the memory.
    pub const KEPT: usize = 20;

    /// Counts a row, and keeps it if it is among the first.
    pub fn push(&mut self, row: BadRow) {
        self.push_within(Self::KEPT, || row);
    }

    /// Counts a row, and makes and keeps it if fewer than `most` are kept.
    pub(crate) fn push_within(&mut self, most: usize, row: impl FnOnce() -> BadRow) {
        self.count += 1;
        if self.first.len() < most {
            self.first.push(row());
        }
    }

    /// Adds the rows of a later part of the same source.
    pub fn merge(&mut self, later: Self) {
        self.count += later.count;
        let room = Self::KEPT.saturating_sub(self.first.len());
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
    /// The whole row: at most 1,000 characters, ending in `…` when cut. Backslashes and control characters are escaped as
    /// in Rust's strings (`\\`, `\t`, `\u{0}`), bytes that are not UTF-8 as `\xe9`. Of binary formats, the values with commas.
    pub row: String,
}

impl fmt::Display for BadRow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, byte, field, found, expected, row: _ } = self;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: u64) -> BadRow {
        BadRow {
            line,
            byte: 10 * line,
            field: Field::Row,
            found: String::new(),
            expected: "a tick",
            row: String::new(),
        }
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
}
