//! Failures of a connection as exceptions, and exceptions as failures.

use pyo3::{exceptions::PyException, prelude::*};
use tickloom_ipc::Failure;

use crate::{
    errors::{CALLBACK_FAILED, exception},
    packed::unpack,
};

/// The exception with the failure's code, the same as if it had happened here; its facts are `details`, and `request`
/// names it in the logs of both sides.
pub(super) fn raised(py: Python<'_>, failure: &Failure) -> PyErr {
    exception(py, failure.code(), failure.message())
        .and_then(|exception| {
            let details = failure.details().map(|details| unpack(py, details)).transpose()?;
            exception.setattr("details", details)?;
            exception.setattr("retryable", failure.is_retryable())?;
            exception.setattr("request", failure.request())?;
            Ok(PyErr::from_value(exception))
        })
        .unwrap_or_else(|failed| failed)
}

/// Python's functions cannot be called any more.
pub(super) fn interpreter_ends() -> Failure {
    Failure::new(CALLBACK_FAILED, "the interpreter ends, and calls no function any more")
}

/// An exception with a code keeps it.
pub(super) fn failure_of(py: Python<'_>, error: &PyErr) -> Failure {
    let value = error.value(py);
    let code: Option<String> = value.getattr("code").and_then(|code| code.extract()).ok();
    match code.filter(|_| value.is_instance_of::<PyException>()) {
        Some(code) => Failure::new(code, value.to_string()),
        None => {
            Failure::new(CALLBACK_FAILED, format!("a function given to a connection has failed: {error}"))
        }
    }
}
