//! A Parquet file that comes out piece by piece, so that a result need not be held to be written.

use parquet::arrow::ArrowWriter;

use crate::{ArrowTable, StoreError, export::parquet_properties};

/// Tables of one schema as one Parquet file: feed them in order, put the pieces one after the other.
///
/// ```
/// # use tickloom_store::{ArrowTable, ParquetPieces, TickTable};
/// # use tickloom_model::{Digits, Ticks};
/// # let ticks = TickTable { digits: Digits::new(5)?, days: vec![Ticks::default()] };
/// let table = ArrowTable::from(&ticks);
/// let mut pieces = ParquetPieces::new(&table)?;
/// let file = [pieces.write(&table)?, pieces.write(&table)?, pieces.finish()?].concat();
/// assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ParquetPieces {
    writer: ArrowWriter<Vec<u8>>,
}

impl ParquetPieces {
    /// A file with the columns of this table, still without rows.
    ///
    /// # Errors
    /// [`StoreError::ExportFailed`] if Parquet cannot hold a column's type.
    pub fn new(like: &ArrowTable) -> Result<Self, StoreError> {
        let writer = ArrowWriter::try_new(Vec::new(), like.schema.clone(), Some(parquet_properties()));
        Ok(Self { writer: writer.map_err(failed)? })
    }

    /// Adds the rows of a table; returns what of the file is ready, which may be nothing yet.
    ///
    /// # Errors
    /// [`StoreError::ExportFailed`] if the table has other columns.
    pub fn write(&mut self, table: &ArrowTable) -> Result<Vec<u8>, StoreError> {
        table.batches.iter().try_for_each(|batch| self.writer.write(batch)).map_err(failed)?;
        self.writer.sync().map_err(failed)?;
        // Offsets are counted apart from this buffer, so it may be emptied at any time.
        Ok(std::mem::take(self.writer.inner_mut()))
    }

    /// The rest of the file.
    ///
    /// # Errors
    /// [`StoreError::ExportFailed`] if the writer fails.
    pub fn finish(self) -> Result<Vec<u8>, StoreError> {
        self.writer.into_inner().map_err(failed)
    }
}

fn failed(error: impl ToString) -> StoreError {
    StoreError::ExportFailed { reason: error.to_string() }
}
