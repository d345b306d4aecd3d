//! All ticks of a table at once, for those who work with them and store nothing.

use tickloom_formats::{
    FormatError, Parsed,
    csv::{Carry, ReadOptions},
    table::{RecordBatch, TableLayout, tick_columns},
};
use tickloom_model::{Digits, Ticks};
use tickloom_store::{ForeignTable, StoreError, TickTable};

use crate::ImportError;

/// The ticks of a table, in its order; a row that is none is an error. Columns are found by their names, as of a file.
///
/// Without `digits` prices have as many decimals as the one with most of them; where there are no prices, the most there are.
///
/// # Errors
/// [`ImportError::Table`] if the table, or a row of it, is none of ticks, [`ImportError::Store`] if it cannot be read.
pub fn ticks_of_table(table: ForeignTable, digits: Option<Digits>) -> Result<TickTable, ImportError> {
    let columns = tick_columns(table.schema())?;
    let batches: Vec<RecordBatch> = table.read(&columns)?.collect::<Result<_, StoreError>>()?;
    let layout =
        batches.first().map(|first| TableLayout::bind(first, &ReadOptions::default())).transpose()?;
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
