//! A foreign Parquet file: its footer looked over, then the columns that are needed, page by page.

use std::sync::Arc;

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

use super::{batches::ROWS, guarded, unreadable};
use crate::{
    StoreError,
    claims::{look_over_footer, look_over_pages},
};

/// A file whose footer was read.
pub(super) struct Opened<R> {
    file: R,
    metadata: ArrowReaderMetadata,
}

impl<R: ChunkReader + 'static> Opened<R> {
    pub(super) fn new(file: R) -> Result<Self, StoreError> {
        look_over_footer(&file).map_err(unreadable)?;
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
        let leaves = self.metadata.parquet_schema();
        // Those that are read are not nested, so that each is one leaf; where others before them are, all are looked at.
        let flat = leaves.num_columns() == self.schema().fields().len();
        let looked_at = if flat { columns.to_vec() } else { (0..leaves.num_columns()).collect() };
        look_over_pages(&self.file, self.metadata.metadata(), &looked_at).map_err(unreadable)?;
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
