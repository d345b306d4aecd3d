//! Tables as Arrow's C streams: how other libraries take them without a copy.

use std::{ffi::CStr, sync::Arc};

use arrow::{
    array::{RecordBatchIterator, RecordBatchReader},
    error::ArrowError,
    ffi::FFI_ArrowSchema,
    ffi_stream::{ArrowArrayStreamReader, FFI_ArrowArrayStream},
    ipc::writer::StreamWriter,
};
use pyo3::{
    exceptions::PyValueError,
    prelude::*,
    types::{PyBytes, PyCapsule},
};
use tickloom_store::{ArrowTable, ForeignTable, StoreError};

use crate::{door::outside, errors::to_python};

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
    Ok(ForeignTable::of(Box::new(reader(py, table)?)))
}

fn reader(py: Python<'_>, table: &Bound<'_, PyAny>) -> PyResult<ArrowArrayStreamReader> {
    let capsule = table.call_method0("__arrow_c_stream__")?.cast_into::<PyCapsule>()?;
    let stream = capsule.pointer_checked(Some(STREAM))?;
    // SAFETY: a capsule of this name holds a stream by the interface's contract; it is moved out, which marks it as released.
    let reader = unsafe { ArrowArrayStreamReader::from_raw(stream.cast().as_ptr()) };
    reader.map_err(|error| to_python(py, &unreadable(error)))
}

/// The rows of any such object as an Arrow IPC stream.
#[pyfunction]
pub(crate) fn arrow_bytes<'py>(py: Python<'py>, table: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    let batches = reader(py, table)?;
    let bytes = outside(py, || written(batches).map_err(unreadable))?;
    Ok(PyBytes::new(py, &bytes))
}

fn written(batches: impl RecordBatchReader) -> Result<Vec<u8>, ArrowError> {
    let mut writer = StreamWriter::try_new(Vec::new(), &batches.schema())?;
    for batch in batches {
        writer.write(&batch?)?;
    }
    writer.finish()?;
    writer.into_inner()
}

fn unreadable(error: ArrowError) -> StoreError {
    StoreError::TableUnreadable { reason: error.to_string() }
}

/// Names and types of the columns.
pub(crate) fn schema<'py>(py: Python<'py>, table: &ArrowTable) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(table.schema.as_ref())
        .map_err(|error| PyValueError::new_err(error.to_string()))?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}
