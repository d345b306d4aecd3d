//! Times between text and nanoseconds, by the core's own rules.

use pyo3::prelude::*;
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
