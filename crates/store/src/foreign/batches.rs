//! The rows of a foreign table, in batches that are never long.

use arrow::array::{RecordBatch, RecordBatchReader};

use super::{guarded, unreadable};
use crate::StoreError;

/// Rows of a batch at most: enough to be quick, few enough to be held many times over.
pub(super) const ROWS: usize = 1 << 16;

/// The rows of a table in batches of at most 65,536. After an error there are no more.
pub struct Batches {
    reader: Option<Box<dyn RecordBatchReader + Send>>,
    columns: Option<Vec<usize>>,
    /// What is left of a longer batch.
    rest: Option<RecordBatch>,
    put_back: Option<RecordBatch>,
}

impl Batches {
    pub(super) fn of(reader: Box<dyn RecordBatchReader + Send>, columns: Option<Vec<usize>>) -> Self {
        Self { reader: Some(reader), columns, rest: None, put_back: None }
    }

    /// Puts the batch that was taken last back, to be the next again.
    pub fn put_back(&mut self, batch: RecordBatch) {
        self.put_back = Some(batch);
    }

    fn longer(&mut self) -> Option<Result<RecordBatch, StoreError>> {
        if let Some(rest) = self.rest.take() {
            return Some(Ok(rest));
        }
        let reader = self.reader.as_mut()?;
        let batch = guarded(|| reader.next().transpose().map_err(unreadable)).transpose()?;
        Some(batch.and_then(|batch| match &self.columns {
            Some(columns) => batch.project(columns).map_err(unreadable),
            None => Ok(batch),
        }))
    }
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(batch) = self.put_back.take() {
            return Some(Ok(batch));
        }
        loop {
            let batch = match self.longer()? {
                Ok(batch) => batch,
                Err(error) => {
                    self.reader = None;
                    return Some(Err(error));
                }
            };
            if batch.num_rows() > ROWS {
                self.rest = Some(batch.slice(ROWS, batch.num_rows() - ROWS));
                return Some(Ok(batch.slice(0, ROWS)));
            }
            if batch.num_rows() > 0 {
                return Some(Ok(batch));
            }
        }
    }
}
