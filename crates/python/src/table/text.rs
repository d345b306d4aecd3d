//! Rows as text: prices of ticks and bars with exactly their instrument's digits, anything else as Arrow shows it.

use std::ops::Range;

use arrow::{
    array::{Array, RecordBatch},
    error::ArrowError,
    util::display::{ArrayFormatter, FormatOptions},
};
use tickloom_formats::csv;
use tickloom_model::Ticks;
use tickloom_store::{ArrowTable, BarTable, ExportFormat, StoreError, TickTable};

use super::export_failed;

mod bars;

/// The cells of one row; none where a value is missing.
type Cells = Vec<Option<String>>;

/// What is to be shown.
pub(super) enum Rows<'table> {
    Ticks(&'table TickTable),
    Bars(&'table BarTable),
    Arrow(&'table ArrowTable),
}

impl Rows<'_> {
    /// All rows under a header.
    pub(super) fn csv(&self) -> Result<Vec<u8>, StoreError> {
        let mut out = Vec::new();
        match self {
            Self::Ticks(table) => {
                csv::write_header(&mut out);
                table.days.iter().for_each(|day| csv::write_ticks(day, table.digits, &mut out));
            }
            Self::Bars(table) => {
                bars::write_header(table, &mut out);
                bars::write(table, 0..table.bars.len(), |value| value, &mut out);
            }
            Self::Arrow(table) => table.write(ExportFormat::Csv, &mut out)?,
        }
        Ok(out)
    }

    /// Some rows for reading, cell by cell.
    pub(super) fn cells(&self, rows: Range<usize>) -> Result<Vec<Cells>, StoreError> {
        let mut out = Vec::new();
        match self {
            Self::Ticks(table) => {
                csv::write_ticks(&ticks_at(&table.days, rows), table.digits, &mut out);
            }
            Self::Bars(table) => {
                bars::write(table, rows, readable, &mut out);
            }
            Self::Arrow(table) => return cells_at(&table.batches, rows).map_err(export_failed),
        }
        Ok(out.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(split).collect())
    }
}

/// A sum or a mean without the noise of its floats: nine digits, more than a volume has.
fn readable(value: f64) -> f64 {
    format!("{value:.8e}").parse().unwrap_or(value)
}

fn split(line: &[u8]) -> Cells {
    line.split(|byte| *byte == b',').map(|cell| Some(String::from_utf8_lossy(cell).into_owned())).collect()
}

fn ticks_at(days: &[Ticks], rows: Range<usize>) -> Ticks {
    let mut found = Ticks::default();
    for (day, part) in parts(days.iter().map(|day| (day, day.len())), rows) {
        found.extend_from(day, part);
    }
    found
}

fn cells_at(batches: &[RecordBatch], rows: Range<usize>) -> Result<Vec<Cells>, ArrowError> {
    let sized = batches.iter().map(|batch| (batch, batch.num_rows()));
    parts(sized, rows).map(|(batch, part)| cells_of(batch, part)).try_fold(Vec::new(), |mut all, some| {
        all.extend(some?);
        Ok(all)
    })
}

/// The pieces in which rows lie, each with the positions inside it.
fn parts<P>(
    pieces: impl Iterator<Item = (P, usize)>,
    rows: Range<usize>,
) -> impl Iterator<Item = (P, Range<usize>)> {
    let mut before = 0;
    pieces.filter_map(move |(piece, length)| {
        let start = rows.start.saturating_sub(before).min(length);
        let end = rows.end.saturating_sub(before).min(length);
        before += length;
        (start < end).then_some((piece, start..end))
    })
}

fn cells_of(batch: &RecordBatch, rows: Range<usize>) -> Result<Vec<Cells>, ArrowError> {
    let options = FormatOptions::new();
    let columns = batch.columns();
    let formatters = columns.iter().map(|column| ArrayFormatter::try_new(column.as_ref(), &options));
    let formatters: Vec<ArrayFormatter<'_>> = formatters.collect::<Result<_, _>>()?;
    let cell = |column: usize, row: usize| {
        columns[column].is_valid(row).then(|| formatters[column].value(row).try_to_string()).transpose()
    };
    rows.map(|row| (0..columns.len()).map(|column| cell(column, row)).collect()).collect()
}
