//! Tables as Arrow's C streams: how other libraries take them without a copy.

use std::{ffi::CStr, sync::Arc};

use arrow::{
    array::{RecordBatchIterator, RecordBatchReader},
    error::ArrowError,
    ffi::FFI_ArrowSchema,
    ffi_stream::{ArrowArrayStreamReader, FFI_ArrowArrayStream},
};
use pyo3::{exceptions::PyValueError, prelude::*, types::PyCapsule};
use tickloom_store::{ArrowTable, ForeignTable, StoreError};

use crate::errors::to_python;

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

/// The rows of any object that answers to Arrow's interface; read once, and not before they are asked for.
pub(crate) fn foreign(py: Python<'_>, table: &Bound<'_, PyAny>) -> PyResult<ForeignTable> {
    let capsule = table.call_method0("__arrow_c_stream__")?.cast_into::<PyCapsule>()?;
    let stream = capsule.pointer_checked(Some(STREAM))?;
    // SAFETY: a capsule of this name holds a stream by the interface's contract; it is moved out, which marks it as released.
    let reader = unsafe { ArrowArrayStreamReader::from_raw(stream.cast().as_ptr()) };
    let reader = reader.map_err(|error| {
        let unreadable = StoreError::TableUnreadable { reason: error.to_string() };
        to_python(py, &unreadable)
    })?;
    Ok(ForeignTable::of(Box::new(reader)))
}

/// Names and types of the columns.
pub(crate) fn schema<'py>(py: Python<'py>, table: &ArrowTable) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(table.schema.as_ref())
        .map_err(|error| PyValueError::new_err(error.to_string()))?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}
