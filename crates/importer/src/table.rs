//! A source whose rows are columns: its table opened, bound by its first rows, and read batch by batch.

use std::{
    io::{self, Read},
    sync::Arc,
};

use tickloom_formats::{
    Gunzip,
    csv::ReadOptions,
    table::{RecordBatch, TableLayout, tick_columns},
};
use tickloom_model::{Digits, Ticks};
use tickloom_store::{Batches, ForeignTable};

use crate::{identity::fill, kind::Kind, plan::Source, refusal::Refusal};

/// The largest Parquet file that is held in memory, where there is no file to seek in.
const MOST_HELD: usize = 256 << 20;

/// A table with its rows still to come.
pub(crate) struct Table<'source> {
    pub(crate) layout: Arc<TableLayout>,
    pub(crate) format: &'static str,
    first: Option<RecordBatch>,
    batches: Batches,
    rows: Option<u64>,
    source: &'source Source,
}

impl<'source> Table<'source> {
    /// Opens a source and binds its columns; `None` if it has no rows.
    pub(crate) fn open(source: &'source Source, options: &ReadOptions) -> Result<Option<Self>, Refusal> {
        let (mut batches, rows) = match source.file.batches() {
            Some(batches) => (batches, None),
            None => columns_of(opened(source)?)?,
        };
        let Some(first) = batches.next().transpose()? else { return Ok(None) };
        let layout = Arc::new(TableLayout::bind(&first, options)?);
        let format = if source.kind == Kind::Parquet { "parquet" } else { "arrow" };
        Ok(Some(Self { layout, format, first: Some(first), batches, rows, source }))
    }

    pub(crate) fn next(&mut self) -> Result<Option<RecordBatch>, Refusal> {
        match self.first.take() {
            Some(first) => Ok(Some(first)),
            None => Ok(self.batches.next().transpose()?),
        }
    }

    /// The decimals of the first prices.
    pub(crate) fn digits(&self) -> Option<Digits> {
        self.layout.digits(self.first.as_ref()?)
    }

    /// A batch's share of the source's bytes; where rows are not counted beforehand, what they take as ticks.
    pub(crate) fn bytes_of(&self, batch: &RecordBatch) -> u64 {
        let rows = batch.num_rows() as u64;
        match self.rows.filter(|all| *all > 0) {
            Some(all) => (u128::from(self.source.bytes) * u128::from(rows) / u128::from(all)) as u64,
            None => rows * Ticks::BYTES_PER_TICK as u64,
        }
    }
}

fn columns_of(table: ForeignTable) -> Result<(Batches, Option<u64>), Refusal> {
    let (rows, columns) = (table.rows(), tick_columns(table.schema())?);
    Ok((table.read(&columns)?, rows))
}

fn opened(source: &Source) -> Result<ForeignTable, Refusal> {
    let on_disk = if source.gzip { None } else { source.file.on_disk()? };
    match (source.kind, on_disk) {
        (Kind::Parquet, Some(file)) => Ok(ForeignTable::parquet(file)?),
        (Kind::Parquet, None) => Ok(ForeignTable::parquet_bytes(held(source)?)?),
        (_, Some(file)) => Ok(ForeignTable::arrow(io::BufReader::with_capacity(1 << 20, file))?),
        (_, None) => Ok(ForeignTable::arrow(io::Cursor::new(held(source)?))?),
    }
}

/// A whole file in memory: Parquet begins at its end.
fn held(source: &Source) -> Result<Vec<u8>, Refusal> {
    let mut file = source.file.open()?;
    let mut unpacked: Box<dyn Read> =
        if source.gzip { Box::new(Gunzip::new(file)) } else { Box::new(&mut *file) };
    let mut bytes = Vec::new();
    if fill(&mut *unpacked, MOST_HELD + 1, &mut bytes)? > MOST_HELD {
        let message =
            format!("unpacked it is over {MOST_HELD} bytes long: unpack it to a file of its own first");
        return Err(Refusal { code: "table.too_large", message });
    }
    Ok(bytes)
}
