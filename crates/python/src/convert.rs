//! Python's values as the core's: words from text, numbers with their limits, parameters of queries.

use std::str::FromStr;

use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    types::{PyBool, PyInt},
};
use tickloom_model::{ModelError, TimeRange, UnixNanos};
use tickloom_store::SqlValue;

use crate::errors::{Coded, to_python};

/// A word of the core from text: a symbol, a timeframe, a side, a format.
pub(crate) fn word<W>(py: Python<'_>, text: &str) -> PyResult<W>
where
    W: FromStr<Err: Coded>,
{
    text.parse().map_err(|error| to_python(py, &error))
}

/// Half-open, in nanoseconds since the UNIX epoch.
pub(crate) fn range(py: Python<'_>, start: i64, end: i64) -> PyResult<TimeRange> {
    let range: Result<TimeRange, ModelError> = TimeRange::new(UnixNanos::new(start), UnixNanos::new(end));
    range.map_err(|error| to_python(py, &error))
}

/// A parameter of a query.
pub(crate) struct Parameter(pub(crate) SqlValue);

impl<'py> FromPyObject<'_, 'py> for Parameter {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        // True is an int too, so it is asked first.
        let converted = if value.is_none() {
            SqlValue::Null
        } else if let Ok(truth) = value.cast::<PyBool>() {
            SqlValue::Bool(truth.is_true())
        } else if let Ok(number) = value.cast::<PyInt>() {
            SqlValue::Int(number.extract()?)
        } else if let Ok(number) = value.extract::<i64>() {
            SqlValue::Int(number)
        } else if let Ok(number) = value.extract::<f64>() {
            SqlValue::Float(number)
        } else {
            SqlValue::Text(value.extract().map_err(|_| unusable(&value))?)
        };
        Ok(Self(converted))
    }
}

fn unusable(value: &Bound<'_, PyAny>) -> PyErr {
    let kind = value.get_type().name().map_or_else(|_| "it".into(), |name| name.to_string());
    PyTypeError::new_err(format!(
        "a query takes None, bool, int of 64 bits, float, str and times, not {kind}"
    ))
}
