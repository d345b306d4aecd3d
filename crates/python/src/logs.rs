//! The log of this process: what must stay out of it.

use pyo3::{
    prelude::*,
    types::{PyBytes, PyString},
};

/// A text with lone halves of characters, which Python allows, is bytes that are no text.
#[pyfunction]
pub(crate) fn keep_out_of_logs(value: &Bound<'_, PyString>) -> PyResult<()> {
    let encoded = value.call_method1("encode", ("utf-8", "surrogatepass"))?;
    tickloom_logs::keep_out(encoded.cast::<PyBytes>()?.as_bytes());
    Ok(())
}

#[pyfunction]
pub(crate) fn redact(text: &Bound<'_, PyString>) -> String {
    tickloom_logs::redact(&text.to_string_lossy()).into_owned()
}
