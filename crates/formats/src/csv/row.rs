//! One row, read carefully: this file decides what a good row is, and says what is wrong with any other.

use std::borrow::Cow;

use tickloom_model::{Digits, Tick, UnixNanos};

use super::{
    carry::Carry,
    cells::{Cells, is_blank, without_end},
    header::Column,
    lines::LineCutter,
    marks::Marks,
    moment::Moments,
    number::{self, A_VOLUME},
    symbol::SymbolRule,
};
use crate::{
    BadRow, Field,
    text::{excerpt, row_text},
};

const AS_MANY_FIELDS: &str = "as many fields as the header has";
const A_SHORTER_LINE: &str = "a line of at most 65536 bytes";
pub(crate) const THIS_SYMBOL: &str = "the symbol of this file";
const A_QUOTE: &str = "a bid, an ask, or both";
const A_QUOTE_BEFORE: &str = "a price: no row before this one has one to keep";

/// What a row must look like.
pub(super) struct RowRule<'a> {
    pub(super) columns: &'a [Column],
    pub(super) marks: Marks,
    pub(super) moments: Moments<'a>,
    pub(super) symbol: Option<&'a SymbolRule>,
    pub(super) digits: Digits,
    /// Whether an empty side stands for the side of the row before, and a row may be cut off behind its prices.
    pub(super) sparse: bool,
    /// How many refused rows are kept.
    pub(super) keep: usize,
}

/// What is wrong with a row.
pub(super) struct Problem<'a> {
    field: Field,
    found: Cow<'a, [u8]>,
    expected: &'static str,
}

impl<'a> Problem<'a> {
    fn new(field: Field, found: &'a [u8], expected: &'static str) -> Self {
        Self { field, found: Cow::Borrowed(found), expected }
    }

    pub(super) fn at(self, line: u64, byte: u64, row: &[u8]) -> BadRow {
        let Self { field, found, expected } = self;
        BadRow { line, byte, field, found: excerpt(&found), expected, row: row_text(without_end(row)) }
    }
}

impl RowRule<'_> {
    /// The tick that a line says; `None` if it is blank. `before` is the quote of the row before.
    pub(super) fn tick<'a>(&self, line: &'a [u8], before: &Carry) -> Result<Option<Tick>, Problem<'a>> {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        if line.len() > LineCutter::MAX_LINE {
            return Err(Problem::new(Field::Row, line, A_SHORTER_LINE));
        }
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if is_blank(line) { Ok(None) } else { self.tick_of_row(line, before).map(Some) }
    }

    fn tick_of_row<'a>(&self, line: &'a [u8], before: &Carry) -> Result<Tick, Problem<'a>> {
        let cells = Cells::of(line, self.marks.separator);
        if !self.is_complete(cells.clone().count()) {
            return Err(Problem::new(Field::Row, line, AS_MANY_FIELDS));
        }
        let mut row = RowSoFar::default();
        for (cell, column) in cells.zip(self.columns) {
            self.read(*column, cell, &mut row)
                .map_err(|(field, expected)| Problem::new(field, cell, expected))?;
        }
        if let Some(time) = row.joined_time(self.marks.separator) {
            let problem = |expected| Problem { field: Field::Time, found: time.clone().into(), expected };
            row.tick.timestamp = self.time(&time).map_err(problem)?;
        }
        let whole =
            |(field, expected)| Problem::new(field, if field == Field::Row { line } else { b"" }, expected);
        let [bid, ask] = row.quote(before).map_err(whole)?;
        Ok(Tick { bid, ask, ..row.tick })
    }

    fn is_complete(&self, cells: usize) -> bool {
        let is_needless = |column: &Column| {
            matches!(column, Column::Other | Column::Field(Field::BidVolume | Field::AskVolume))
        };
        match self.columns.get(cells..) {
            Some([]) => true,
            Some(missing) => self.sparse && missing.iter().all(is_needless),
            None => false,
        }
    }

    fn read<'a>(
        &self,
        column: Column,
        cell: &'a [u8],
        row: &mut RowSoFar<'a>,
    ) -> Result<(), (Field, &'static str)> {
        match column {
            Column::Field(field) => {
                return self.read_field(field, cell, row).map_err(|expected| (field, expected));
            }
            Column::Symbol if self.symbol.is_some_and(|rule| !rule.allows(cell)) => {
                return Err((Field::Symbol, THIS_SYMBOL));
            }
            Column::Date => row.date = Some(cell),
            Column::Clock => row.clock = Some(cell),
            Column::Symbol | Column::Other => {}
        }
        Ok(())
    }

    fn read_field(&self, field: Field, cell: &[u8], row: &mut RowSoFar<'_>) -> Result<(), &'static str> {
        let decimal = self.marks.decimal;
        match field {
            Field::Time => row.tick.timestamp = self.time(cell)?,
            Field::Bid => row.bid = self.price(cell)?,
            Field::Ask => row.ask = self.price(cell)?,
            Field::BidVolume => row.tick.bid_volume = number::volume(cell, decimal).ok_or(A_VOLUME)?,
            Field::AskVolume => row.tick.ask_volume = number::volume(cell, decimal).ok_or(A_VOLUME)?,
            Field::Symbol | Field::Row => {}
        }
        Ok(())
    }

    fn price(&self, cell: &[u8]) -> Result<Option<i64>, &'static str> {
        if self.sparse && cell.is_empty() {
            return Ok(None);
        }
        number::points(cell, self.digits, self.marks.decimal).map(Some)
    }

    fn time(&self, text: &[u8]) -> Result<UnixNanos, &'static str> {
        self.moments.nanos(text).map(UnixNanos::new)
    }
}

/// A tick that is being read, field by field.
struct RowSoFar<'a> {
    tick: Tick,
    bid: Option<i64>,
    ask: Option<i64>,
    date: Option<&'a [u8]>,
    clock: Option<&'a [u8]>,
}

impl Default for RowSoFar<'_> {
    fn default() -> Self {
        let tick = Tick { timestamp: UnixNanos::new(0), bid: 0, ask: 0, bid_volume: 0.0, ask_volume: 0.0 };
        Self { tick, bid: None, ask: None, date: None, clock: None }
    }
}

impl RowSoFar<'_> {
    /// Date and clock as one text, where these are two columns.
    fn joined_time(&self, separator: u8) -> Option<Vec<u8>> {
        Some([self.date?, &[separator], self.clock?].concat())
    }

    /// Bid and ask; a side that did not change is that of the row before.
    fn quote(&self, before: &Carry) -> Result<[i64; 2], (Field, &'static str)> {
        if self.bid.is_none() && self.ask.is_none() {
            return Err((Field::Row, A_QUOTE));
        }
        let bid = self.bid.or(before.bid).ok_or((Field::Bid, A_QUOTE_BEFORE))?;
        let ask = self.ask.or(before.ask).ok_or((Field::Ask, A_QUOTE_BEFORE))?;
        Ok([bid, ask])
    }
}
