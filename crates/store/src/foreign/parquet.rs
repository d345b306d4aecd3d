//! A foreign Parquet file: its footer looked over, then the columns that are needed, page by page.

use std::{io::Read, sync::Arc};

use arrow::{
    array::{RecordBatchIterator, RecordBatchReader},
    datatypes::SchemaRef,
};
use parquet::{
    arrow::{
        ProjectionMask,
        arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder},
    },
    file::reader::ChunkReader,
};

use super::{batches::ROWS, footer, guarded, unreadable};
use crate::StoreError;

const MAGIC: &[u8] = b"PAR1";
/// The footer's length and the magic behind it.
const TAIL: u64 = 8;

/// A file whose footer was read.
pub(super) struct Opened<R> {
    file: R,
    metadata: ArrowReaderMetadata,
}

impl<R: ChunkReader + 'static> Opened<R> {
    pub(super) fn new(file: R) -> Result<Self, StoreError> {
        let footer = footer_bytes(&file)?;
        footer::look_over(&footer)?;
        let metadata =
            guarded(|| ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(unreadable))?;
        Ok(Self { file, metadata })
    }

    pub(super) fn schema(&self) -> SchemaRef {
        Arc::clone(self.metadata.schema())
    }

    pub(super) fn rows(&self) -> u64 {
        u64::try_from(self.metadata.metadata().file_metadata().num_rows()).unwrap_or(0)
    }

    pub(super) fn read(self, columns: &[usize]) -> Result<Box<dyn RecordBatchReader + Send>, StoreError> {
        let described = self.schema().metadata().clone();
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(self.file, self.metadata);
        let wanted = ProjectionMask::roots(builder.parquet_schema(), columns.iter().copied());
        let reader =
            guarded(|| builder.with_projection(wanted).with_batch_size(ROWS).build().map_err(unreadable))?;
        let schema = Arc::new(reader.schema().as_ref().clone().with_metadata(described));
        let whole = Arc::clone(&schema);
        // The reader leaves out what the file says of itself, such as the digits of points.
        let described = reader.map(move |batch| batch?.with_schema(Arc::clone(&whole)));
        Ok(Box::new(RecordBatchIterator::new(described, schema)))
    }
}

fn footer_bytes(file: &impl ChunkReader) -> Result<Vec<u8>, StoreError> {
    let length = file.len();
    let tail = part(file, length.checked_sub(TAIL), TAIL)?;
    let (size, magic) = tail.split_at(4);
    if magic != MAGIC {
        return Err(unreadable("it does not end as Parquet does; it may be cut off"));
    }
    let size = u64::from(u32::from_le_bytes(size.try_into().unwrap_or_default()));
    if size > footer::MOST_BYTES {
        return Err(unreadable(format!("its footer claims to have {size} bytes")));
    }
    part(file, length.checked_sub(TAIL + size), size)
}

fn part(file: &impl ChunkReader, start: Option<u64>, length: u64) -> Result<Vec<u8>, StoreError> {
    let start = start.ok_or_else(|| unreadable("it is shorter than its footer says"))?;
    let mut bytes = Vec::new();
    file.get_read(start).map_err(unreadable)?.take(length).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(unreadable("it is cut off")) }
}
