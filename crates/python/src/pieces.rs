//! The class `ParquetPieces`: many tables as one Parquet file that comes out piece by piece.

use std::sync::{Mutex, PoisonError};

use pyo3::{exceptions::PyValueError, prelude::*, types::PyBytes};

use crate::{door::outside, errors::to_python, table::Table};

/// A Parquet file in the making; after `finish` it takes no more.
#[pyclass(frozen, module = "tickloom._core")]
pub(crate) struct ParquetPieces {
    file: Mutex<Option<tickloom_store::ParquetPieces>>,
}

#[pymethods]
impl ParquetPieces {
    #[new]
    fn new(py: Python<'_>, like: &Table) -> PyResult<Self> {
        let file = tickloom_store::ParquetPieces::new(like.outside_arrow(py));
        Ok(Self { file: Mutex::new(Some(file.map_err(|error| to_python(py, &error))?)) })
    }

    fn write<'py>(&self, py: Python<'py>, table: &Table) -> PyResult<Bound<'py, PyBytes>> {
        let arrow = table.outside_arrow(py);
        let piece = py.detach(|| {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            file.as_mut().map(|file| file.write(arrow))
        });
        let piece = piece.ok_or_else(finished)?.map_err(|error| to_python(py, &error))?;
        Ok(PyBytes::new(py, &piece))
    }

    fn finish<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let file = py.detach(|| self.file.lock().unwrap_or_else(PoisonError::into_inner).take());
        let rest = file.ok_or_else(finished)?;
        Ok(PyBytes::new(py, &outside(py, || rest.finish())?))
    }
}

fn finished() -> PyErr {
    PyValueError::new_err("this file is finished: begin another")
}
