//! All ticks of a table at once, for those who work with them and store nothing.

use std::{io::Cursor, sync::Arc};

use arrow::datatypes::SchemaRef;
use tickloom_formats::{
    FormatError, Parsed,
    csv::{Carry, ReadOptions},
    table::{RecordBatch, TableLayout, TickColumns},
};
use tickloom_model::{Digits, Ticks};
use tickloom_store::{ForeignTable, LastColumns, StoreError, TickTable};

use crate::ImportError;

/// The ticks of a table, in its order; a row that is none is an error. Columns are found by their names, as of a file.
///
/// Without `digits` prices have as many decimals as the one with most of them; where there are no prices, the most there are.
///
/// # Errors
/// [`ImportError::Table`] if the table, or a row of it, is none of ticks, [`ImportError::Store`] if it cannot be read.
pub fn ticks_of_table(table: ForeignTable, digits: Option<Digits>) -> Result<TickTable, ImportError> {
    let columns = TickColumns::of(table.schema())?;
    ticks(table, &columns, digits)
}

/// Reads Arrow IPC streams of ticks that come one after the other. One that describes its columns in the same words as the last is
/// understood as that was: for streams of a tick each, this is half of the work.
#[derive(Debug, Default)]
pub struct TickStreams {
    last: LastColumns,
    columns: Option<(SchemaRef, TickColumns)>,
}

impl TickStreams {
    /// The ticks of a stream, as [`ticks_of_table`] gives them.
    ///
    /// # Errors
    /// As there.
    pub fn ticks(&mut self, stream: Vec<u8>, digits: Option<Digits>) -> Result<TickTable, ImportError> {
        let table = ForeignTable::next_arrow(Cursor::new(stream), &mut self.last)?;
        let columns = self.columns(table.schema())?;
        ticks(table, &columns, digits)
    }

    fn columns(&mut self, schema: &SchemaRef) -> Result<TickColumns, FormatError> {
        if let Some((_, columns)) = self.columns.as_ref().filter(|(known, _)| Arc::ptr_eq(known, schema)) {
            return Ok(*columns);
        }
        let columns = TickColumns::of(schema)?;
        self.columns = Some((schema.clone(), columns));
        Ok(columns)
    }
}

fn ticks(
    table: ForeignTable,
    columns: &TickColumns,
    digits: Option<Digits>,
) -> Result<TickTable, ImportError> {
    let batches: Vec<RecordBatch> = table.read(&columns.ascending())?.collect::<Result<_, StoreError>>()?;
    let bound = |first| TableLayout::bound(columns.alone(), first, &ReadOptions::default());
    let layout = batches.first().map(bound).transpose()?;
    let found =
        || layout.iter().flat_map(|layout| batches.iter().filter_map(|batch| layout.digits(batch))).max();
    let digits = digits.or_else(found).unwrap_or(Digits::MAX);
    let days = layout.map_or(Ok(Vec::new()), |layout| pieces(&layout, &batches, digits))?;
    Ok(TickTable { digits, days })
}

fn pieces(layout: &TableLayout, batches: &[RecordBatch], digits: Digits) -> Result<Vec<Ticks>, FormatError> {
    let (mut carry, mut rows) = (Carry::default(), 0);
    let piece = |batch: &RecordBatch| {
        let before = rows;
        rows += batch.num_rows() as u64;
        all_ticks(layout.parse_next(batch, digits, &mut carry), before)
    };
    batches.iter().map(piece).collect()
}

fn all_ticks(parsed: Parsed, rows_before: u64) -> Result<Ticks, FormatError> {
    match parsed.refused.first.into_iter().next() {
        None => Ok(parsed.ticks),
        Some(bad) => Err(FormatError::TableBadRow {
            row: rows_before + bad.line,
            field: bad.field,
            found: bad.found,
            expected: bad.expected,
        }),
    }
}
