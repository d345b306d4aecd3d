//! One row, read carefully: this file decides what a good row is, and says what is wrong with any other.

use tickloom_model::{Digits, Tick, UnixNanos};

use super::{
    cells::{Cells, is_blank},
    lines::LineCutter,
    number::{self, A_VOLUME},
    time::TimeRule,
};
use crate::{BadRow, Field, parsed::excerpt};

const AS_MANY_FIELDS: &str = "as many fields as the header has";
const A_SHORTER_LINE: &str = "a line of at most 65536 bytes";

/// What a row must look like.
pub(super) struct RowRule<'a> {
    pub(super) columns: &'a [Option<Field>],
    pub(super) time: TimeRule,
    pub(super) digits: Digits,
}

/// What is wrong with a row.
pub(super) struct Problem<'a> {
    field: Field,
    found: &'a [u8],
    expected: &'static str,
}

impl Problem<'_> {
    pub(super) fn at(self, line: u64, byte: u64) -> BadRow {
        let Self { field, found, expected } = self;
        BadRow { line, byte, field, found: excerpt(found), expected }
    }
}

impl RowRule<'_> {
    /// The tick that a line says; `None` if it is blank.
    pub(super) fn tick<'a>(&self, line: &'a [u8]) -> Result<Option<Tick>, Problem<'a>> {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let whole = |expected| Problem { field: Field::Row, found: line, expected };
        if line.len() > LineCutter::MAX_LINE {
            return Err(whole(A_SHORTER_LINE));
        }
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if is_blank(line) { Ok(None) } else { self.tick_of_row(line).map(Some) }
    }

    fn tick_of_row<'a>(&self, line: &'a [u8]) -> Result<Tick, Problem<'a>> {
        let whole = |expected| Problem { field: Field::Row, found: line, expected };
        if Cells::of(line).count() != self.columns.len() {
            return Err(whole(AS_MANY_FIELDS));
        }
        let mut tick =
            Tick { timestamp: UnixNanos::new(0), bid: 0, ask: 0, bid_volume: 0.0, ask_volume: 0.0 };
        for (cell, column) in Cells::of(line).zip(self.columns) {
            if let Some(field) = *column {
                self.read(field, cell, &mut tick).map_err(|expected| Problem {
                    field,
                    found: cell,
                    expected,
                })?;
            }
        }
        Ok(tick)
    }

    fn read(&self, field: Field, cell: &[u8], tick: &mut Tick) -> Result<(), &'static str> {
        match field {
            Field::Time => tick.timestamp = self.time(cell)?,
            Field::Bid => tick.bid = number::points(cell, self.digits)?,
            Field::Ask => tick.ask = number::points(cell, self.digits)?,
            Field::BidVolume => tick.bid_volume = number::volume(cell).ok_or(A_VOLUME)?,
            Field::AskVolume => tick.ask_volume = number::volume(cell).ok_or(A_VOLUME)?,
            Field::Row => {}
        }
        Ok(())
    }

    fn time(&self, cell: &[u8]) -> Result<UnixNanos, &'static str> {
        self.time.format.nanos(cell).map(UnixNanos::new).ok_or(self.time.expected)
    }
}
