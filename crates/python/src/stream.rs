//! Tables as Arrow's C streams: how other libraries take them without a copy.

use std::{ffi::CStr, sync::Arc};

use arrow::{
    array::{RecordBatchIterator, RecordBatchReader},
    error::ArrowError,
    ffi::FFI_ArrowSchema,
    ffi_stream::FFI_ArrowArrayStream,
};
use pyo3::{exceptions::PyValueError, prelude::*, types::PyCapsule};
use tickloom_store::ArrowTable;

/// Names that Arrow's interface prescribes for its capsules.
const STREAM: &CStr = c"arrow_array_stream";
const SCHEMA: &CStr = c"arrow_schema";

/// The rows, batch by batch; the consumer shares the memory.
pub(crate) fn stream<'py>(py: Python<'py>, table: &ArrowTable) -> PyResult<Bound<'py, PyCapsule>> {
    let batches = table.batches.clone().into_iter().map(Ok::<_, ArrowError>);
    let reader: Box<dyn RecordBatchReader + Send> =
        Box::new(RecordBatchIterator::new(batches, Arc::clone(&table.schema)));
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(reader), STREAM)
}

/// Names and types of the columns.
pub(crate) fn schema<'py>(py: Python<'py>, table: &ArrowTable) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(table.schema.as_ref())
        .map_err(|error| PyValueError::new_err(error.to_string()))?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}
