//! A source whose rows are columns: its table opened, bound by its first rows, and read batch by batch.

use std::{io, sync::Arc};

use tickloom_formats::{
    csv::ReadOptions,
    table::{RecordBatch, TableLayout, TickColumns},
};
use tickloom_model::{Digits, Ticks};
use tickloom_store::{Batches, ForeignTable};

use crate::{TickFile, kind::Kind, plan::Source, refusal::Refusal, unpack::Unpacked};

/// The largest Parquet file that is held in memory, where there is no file to seek in.
const MOST_HELD: usize = 256 << 20;

/// A table with its rows still to come.
pub(crate) struct Table {
    pub(crate) layout: Arc<TableLayout>,
    pub(crate) format: &'static str,
    first: Option<RecordBatch>,
    batches: Batches,
    rows: Option<u64>,
    file_bytes: u64,
}

impl Table {
    /// Opens a source and binds its columns; `None` if it has no rows.
    pub(crate) fn open(source: &Source, options: &ReadOptions) -> Result<Option<Self>, Refusal> {
        Self::of(&*source.file, source.kind, source.gzip, options)
    }

    pub(crate) fn of(
        file: &dyn TickFile,
        kind: Kind,
        gzip: bool,
        options: &ReadOptions,
    ) -> Result<Option<Self>, Refusal> {
        let (mut batches, rows) = match file.batches() {
            Some(batches) => (batches, None),
            None => columns_of(opened(file, kind, gzip)?)?,
        };
        let Some(first) = batches.next().transpose()? else { return Ok(None) };
        let layout = Arc::new(TableLayout::bind(&first, options)?);
        let format = if kind == Kind::Parquet { "parquet" } else { "arrow" };
        let file_bytes = file.bytes().unwrap_or(0);
        Ok(Some(Self { layout, format, first: Some(first), batches, rows, file_bytes }))
    }

    /// How many rows there are, if that is known.
    pub(crate) const fn rows(&self) -> Option<u64> {
        self.rows
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
            Some(all) => (u128::from(self.file_bytes) * u128::from(rows) / u128::from(all)) as u64,
            None => rows * Ticks::BYTES_PER_TICK as u64,
        }
    }
}

fn columns_of(table: ForeignTable) -> Result<(Batches, Option<u64>), Refusal> {
    let (rows, columns) = (table.rows(), TickColumns::of(table.schema())?.ascending());
    Ok((table.read(&columns)?, rows))
}

fn opened(file: &dyn TickFile, kind: Kind, gzip: bool) -> Result<ForeignTable, Refusal> {
    let on_disk = if gzip { None } else { file.on_disk()? };
    match (kind, on_disk) {
        (Kind::Parquet, Some(file)) => Ok(ForeignTable::parquet(file)?),
        (Kind::Parquet, None) => Ok(ForeignTable::parquet_bytes(held(file, gzip)?)?),
        (_, Some(file)) => Ok(ForeignTable::arrow(io::BufReader::with_capacity(1 << 20, file))?),
        (_, None) => Ok(ForeignTable::arrow(io::Cursor::new(held(file, gzip)?))?),
    }
}

/// A whole file in memory: Parquet begins at its end.
fn held(file: &dyn TickFile, gzip: bool) -> Result<Vec<u8>, Refusal> {
    let mut packed = file.open()?;
    let mut bytes = Vec::new();
    if Unpacked::new(gzip, &mut packed).fill(MOST_HELD + 1, &mut bytes)? > MOST_HELD {
        let message =
            format!("unpacked it is over {MOST_HELD} bytes long: unpack it to a file of its own first");
        return Err(Refusal { code: "table.too_large", message });
    }
    Ok(bytes)
}
