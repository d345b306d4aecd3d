//! Columns of numbers that Python holds, such as arrays of numpy, read where they lie.

use pyo3::{
    buffer::{Element, PyBuffer},
    exceptions::PyTypeError,
    prelude::*,
};

/// A column in one piece, of one dimension.
pub(crate) struct Numbers<T>(PyBuffer<T>);

impl<T: Element> Numbers<T> {
    /// The numbers.
    pub(crate) fn as_slice(&self) -> &[T] {
        // SAFETY: the buffer is contiguous and of this type, and stays where it is for as long as it is held here. Who
        // writes to an array while the core reads it gets numbers out of both, as from numpy itself.
        match self.0.item_count() {
            0 => &[],
            count => unsafe { std::slice::from_raw_parts(self.0.buf_ptr().cast::<T>(), count) },
        }
    }
}

impl<'py, T: Element> FromPyObject<'_, 'py> for Numbers<T> {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let buffer = PyBuffer::<T>::get(&value)?;
        if buffer.dimensions() != 1 || !buffer.is_c_contiguous() {
            return Err(PyTypeError::new_err("a column has one dimension and lies in one piece"));
        }
        Ok(Self(buffer))
    }
}
