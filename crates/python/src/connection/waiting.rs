//! Threads that wait for a connection, and event loops that are told.

use std::{
    sync::Arc,
    task::{Wake, Waker},
    time::{Duration, Instant},
};

use pyo3::{exceptions::PyKeyboardInterrupt, prelude::*};

use crate::errors::exception;

/// How long Ctrl-C may go unnoticed.
const SLICE: Duration = Duration::from_millis(50);

/// The code of an interruption, the same as of every other work.
const INTERRUPTED: &str = "interrupted";

/// Lets this thread wait, a slice at a time, until `wait` has something; none if that takes longer than so many seconds.
pub(super) fn wait_in_slices<T: Send>(
    py: Python<'_>,
    seconds: Option<f64>,
    mut wait: impl FnMut(Duration) -> Option<T> + Send,
) -> PyResult<Option<T>> {
    // Too long to be told is for ever.
    let most = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds.max(0.0)).ok());
    let by = most.and_then(|most| Instant::now().checked_add(most));
    loop {
        let left = by.map_or(SLICE, |by| by.saturating_duration_since(Instant::now()).min(SLICE));
        if let Some(ready) = py.detach(|| wait(left)) {
            return Ok(Some(ready));
        }
        py.check_signals().map_err(|cause| interrupted(py, cause))?;
        if by.is_some_and(|by| by <= Instant::now()) {
            return Ok(None);
        }
    }
}

/// Calls a function of Python as soon as there is something to look at, from another thread.
pub(super) fn waker(callback: Py<PyAny>) -> Waker {
    Waker::from(Arc::new(Callback(callback)))
}

struct Callback(Py<PyAny>);

impl Wake for Callback {
    fn wake(self: Arc<Self>) {
        // An interpreter that ends waits for nothing.
        let _ = Python::try_attach(|py| {
            if let Err(error) = self.0.call0(py) {
                error.write_unraisable(py, None);
            }
        });
    }
}

fn interrupted(py: Python<'_>, cause: PyErr) -> PyErr {
    if !cause.is_instance_of::<PyKeyboardInterrupt>(py) {
        return cause;
    }
    let raised = exception(py, INTERRUPTED, "the request was interrupted, and cancelled");
    let raised = raised.map_or_else(|failure| failure, PyErr::from_value);
    raised.set_cause(py, Some(cause));
    raised
}
