//! Values of frames: MessagePack as Python's objects, and Python's objects as MessagePack, within the bounds of a frame.

use pyo3::{
    exceptions::{PyTypeError, PyValueError},
    prelude::*,
    types::PyBytes,
};
use serde::de::DeserializeSeed;
use tickloom_protocol::MAX_DEPTH;

mod packing;
mod unpacking;

/// The bytes of a value, as they may be part of a frame.
///
/// # Errors
/// `TypeError` for what has no form in MessagePack, `ValueError` for what is too deep, too large or has too many values.
pub(crate) fn pack(value: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    let mut bytes = Vec::new();
    rmp_serde::encode::write_named(&mut bytes, &packing::Packing { value, depth: 0 })
        .map_err(|error| PyTypeError::new_err(error.to_string()))?;
    tickloom_protocol::check(&bytes).map_err(|error| PyValueError::new_err(error.to_string()))?;
    Ok(bytes)
}

/// The value of bytes that are one.
///
/// # Errors
/// `ValueError` for other bytes, and for those that are out of bounds.
pub(crate) fn unpack<'py>(py: Python<'py>, bytes: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    tickloom_protocol::check(bytes).map_err(|error| PyValueError::new_err(error.to_string()))?;
    let mut reader = rmp_serde::Deserializer::from_read_ref(bytes);
    reader.set_max_depth(MAX_DEPTH);
    unpacking::Unpacking(py)
        .deserialize(&mut reader)
        .map_err(|error| PyValueError::new_err(error.to_string()))
}

/// `pack`, for Python.
#[pyfunction(name = "pack")]
pub(crate) fn py_pack<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    Ok(PyBytes::new(value.py(), &pack(value)?))
}

/// `unpack`, for Python.
#[pyfunction(name = "unpack")]
pub(crate) fn py_unpack<'py>(py: Python<'py>, data: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    unpack(py, data)
}
