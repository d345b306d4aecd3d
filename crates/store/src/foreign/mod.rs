//! Tables that others wrote, as record batches of bounded size: Parquet files, Arrow streams and what is in memory.
//!
//! Nothing in them is believed: sizes are held against what is there before memory is taken, a decoder that panics is an
//! error, and no other program's engine sees them.

mod batches;
mod parquet;
mod stream;
mod types;

use std::{fs::File, io::Read};

use arrow::{array::RecordBatchReader, datatypes::SchemaRef};
use bytes::Bytes;

use crate::StoreError;

pub use batches::Batches;
pub use stream::LastColumns;

/// A table whose columns are known and whose rows are still to be read.
pub struct ForeignTable {
    schema: SchemaRef,
    rows: Option<u64>,
    source: Source,
}

enum Source {
    File(parquet::Opened<File>),
    Bytes(parquet::Opened<Bytes>),
    Stream(Box<dyn RecordBatchReader + Send>),
}

impl ForeignTable {
    /// A Parquet file.
    ///
    /// # Errors
    /// [`StoreError::TableUnreadable`] if its footer is damaged or describes more than a table of ticks may have.
    pub fn parquet(file: File) -> Result<Self, StoreError> {
        let opened = parquet::Opened::new(file)?;
        let (schema, rows) = (opened.schema(), Some(opened.rows()));
        Ok(Self { schema, rows, source: Source::File(opened) })
    }

    /// A Parquet file that is held in memory.
    ///
    /// # Errors
    /// As [`ForeignTable::parquet`].
    pub fn parquet_bytes(bytes: Vec<u8>) -> Result<Self, StoreError> {
        let opened = parquet::Opened::new(Bytes::from(bytes))?;
        let (schema, rows) = (opened.schema(), Some(opened.rows()));
        Ok(Self { schema, rows, source: Source::Bytes(opened) })
    }

    /// An Arrow IPC stream, or a file in the same format, which is a stream with a frame.
    ///
    /// # Errors
    /// [`StoreError::TableUnreadable`] if it does not begin as one.
    pub fn arrow(reader: impl Read + Send + 'static) -> Result<Self, StoreError> {
        Self::next_arrow(reader, &mut LastColumns::default())
    }

    /// The same for one of many that come one after the other: where it describes its columns as the `last` one did, its
    /// [`schema`](Self::schema) is the very same.
    ///
    /// # Errors
    /// As [`ForeignTable::arrow`].
    pub fn next_arrow(
        reader: impl Read + Send + 'static,
        last: &mut LastColumns,
    ) -> Result<Self, StoreError> {
        Ok(Self::of(Box::new(stream::Stream::begin(reader, last)?)))
    }

    /// Batches of this process, such as a data frame's.
    #[must_use]
    pub fn of(batches: Box<dyn RecordBatchReader + Send>) -> Self {
        Self { schema: batches.schema(), rows: None, source: Source::Stream(batches) }
    }

    /// Names and types of the columns.
    #[must_use]
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// How many rows there are, if that is known beforehand.
    #[must_use]
    pub const fn rows(&self) -> Option<u64> {
        self.rows
    }

    /// The rows, of these columns only, whose positions ascend.
    ///
    /// # Errors
    /// [`StoreError::TableUnreadable`] if there are no such columns, or their types are no tick's.
    pub fn read(self, columns: &[usize]) -> Result<Batches, StoreError> {
        types::look_over(&self.schema, columns)?;
        match self.source {
            Source::File(opened) => Ok(Batches::of(opened.read(columns)?, None)),
            Source::Bytes(opened) => Ok(Batches::of(opened.read(columns)?, None)),
            Source::Stream(batches) => {
                let are_all = (0..self.schema.fields().len()).eq(columns.iter().copied());
                Ok(Batches::of(batches, (!are_all).then(|| columns.to_vec())))
            }
        }
    }
}

pub(super) fn unreadable(reason: impl ToString) -> StoreError {
    StoreError::TableUnreadable { reason: reason.to_string() }
}

/// The decoders check much of a table, not all: where a hostile one makes them panic, that is an answer too.
pub(super) fn guarded<T>(decode: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(decode));
    outcome.unwrap_or_else(|_| Err(unreadable("its decoder failed on it")))
}
