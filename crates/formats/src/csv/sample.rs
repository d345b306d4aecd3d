//! The first rows of a file, from which is told what its header does not say.

use super::{
    cells::{Cells, rows},
    header::{Column, Header},
    marks::Marks,
    time::TimeRule,
};
use crate::{Field, FormatError, text::excerpt};

/// How many rows are looked at.
pub(super) const ROWS: usize = 128;

/// Some rows with their offsets.
pub(super) struct Sample<'a> {
    rows: Vec<(usize, &'a [u8])>,
}

impl<'a> Sample<'a> {
    /// The first of these rows, behind a first line that is one too if there was no header.
    pub(super) fn of(first: Option<&'a [u8]>, bytes: &'a [u8]) -> Self {
        let first = first.map(|row| (0, row));
        Self { rows: first.into_iter().chain(rows(bytes)).take(ROWS).collect() }
    }

    pub(super) fn first(&self) -> Option<&'a [u8]> {
        self.rows.first().map(|(_, row)| *row)
    }

    pub(super) fn marks(&self, header: &Header) -> Marks {
        let marks = Marks { separator: header.separator, decimal: b'.' };
        let prices = self.rows.iter().flat_map(|(_, row)| {
            let columns = header.columns.iter().zip(Cells::of(row, header.separator));
            columns.filter(|(column, _)| is_price(**column)).map(|(_, cell)| cell)
        });
        marks.with_decimal_of(prices)
    }

    /// The format of the times; any if there are none.
    pub(super) fn time_rule(&self, header: &Header) -> Result<TimeRule, FormatError> {
        let times: Vec<Vec<u8>> = self.rows.iter().map(|(_, row)| header.time(row)).collect();
        let (Some(first), Some((byte, _))) = (times.first(), self.rows.first()) else {
            return Ok(TimeRule::default());
        };
        let joined = header.has_two_time_columns().then_some(header.separator);
        TimeRule::of(&times, joined)
            .ok_or_else(|| FormatError::CsvUnknownTime { found: excerpt(first), byte: *byte as u64 })
    }
}

pub(super) const fn is_price(column: Column) -> bool {
    matches!(column, Column::Field(Field::Bid | Field::Ask))
}
