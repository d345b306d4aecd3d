//! Times between text and nanoseconds, by the core's own rules.

use pyo3::{prelude::*, sync::PyOnceLock};
use tickloom_model::UnixNanos;

use crate::convert::word;

/// Nanoseconds since the UNIX epoch of an ISO 8601 time, UTC when it names no offset.
#[pyfunction]
pub(crate) fn parse_time(py: Python<'_>, text: &str) -> PyResult<i64> {
    word::<UnixNanos>(py, text).map(UnixNanos::as_i64)
}

/// ISO 8601 in UTC with three decimals, or six or nine where three would lose something.
#[pyfunction]
pub(crate) fn format_time(nanos: i64) -> String {
    UnixNanos::new(nanos).to_string()
}

/// A moment in nanoseconds since the UNIX epoch, from anything that Python takes for one; whole numbers are quickest.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Nanos(pub(crate) i64);

impl<'py> FromPyObject<'_, 'py> for Nanos {
    type Error = PyErr;

    #[inline]
    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match value.extract::<i64>() {
            Ok(nanos) => Ok(Self(nanos)),
            Err(_) => written(&value),
        }
    }
}

#[cold]
fn written(moment: &Bound<'_, PyAny>) -> PyResult<Nanos> {
    static NANOS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let py = moment.py();
    NANOS.import(py, "tickloom.times", "nanos")?.call1((moment,))?.extract().map(Nanos)
}
