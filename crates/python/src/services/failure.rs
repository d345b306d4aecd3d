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

/// The same way as any exception that Python logs.
fn tell(py: Python<'_>, about: &str, error: &PyErr) {
    static TELL: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let tell = TELL.import(py, "tickloom.logs.bridging", "tell_defect");
    let told = tell.and_then(|tell| tell.call1((about, error.clone_ref(py).into_value(py))));
    if let Err(failed) = told {
        error!(about, reason = %failed, "service has a defect");
    }
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
