//! What a function of Python raises, as its client is told of it.

use pyo3::{prelude::*, sync::PyOnceLock};
use tickloom_engine::Failure;
use tickloom_logs::redact;
use tracing::error;

/// Does something in Python. Errors of the package keep their code; any other is a defect, and stands in the log.
pub(super) fn attached<T>(about: &str, work: impl FnOnce(Python<'_>) -> PyResult<T>) -> Result<T, Failure> {
    let done = Python::try_attach(|py| work(py).map_err(|error| failure(py, about, error)));
    done.unwrap_or_else(|| Err(Failure::new("service.unavailable", "the engine ends")))
}

fn failure(py: Python<'_>, about: &str, error: PyErr) -> Failure {
    coded(py, &error).unwrap_or_else(|_| {
        tell(py, about, &error);
        let message = format!("{about} has failed by a defect of its service; the engine's log says more");
        Failure::new("protocol.internal", message)
    })
}

/// The same fields as those of an exception that Python logs.
fn tell(py: Python<'_>, about: &str, error: &PyErr) {
    let kind = error.get_type(py).qualname().map_or_else(|_| "exception".into(), |name| name.to_string());
    let traceback = traceback(py, error).unwrap_or_default();
    error!(about, exception = kind, reason = %error.value(py), traceback, "service has a defect");
}

fn traceback(py: Python<'_>, error: &PyErr) -> PyResult<String> {
    let parts = (error.get_type(py), error.value(py), error.traceback(py));
    let lines = py.import("traceback")?.call_method1("format_exception", parts)?;
    Ok(lines.extract::<Vec<String>>()?.concat())
}

/// One of the package's errors. Clients are not told what logs are not.
fn coded(py: Python<'_>, error: &PyErr) -> PyResult<Failure> {
    static KIND: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let value = error.value(py);
    if !value.is_instance(KIND.import(py, "tickloom.errors", "TickloomError")?)? {
        return Err(error.clone_ref(py));
    }
    let code: String = value.getattr("code")?.extract()?;
    let is_retryable = value.getattr("retryable")?.is_truthy()?;
    let message = redact(&value.str()?.to_string()).into_owned();
    Ok(Failure::new(code, message).retryable(is_retryable))
}
