//! The class `Request`: who asks what of a service that is written in Python.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use pyo3::{exceptions::PyValueError, prelude::*};

/// How often a waiting request looks whether anybody waits still.
const LOOK: Duration = Duration::from_millis(20);

/// A request, or a wish to subscribe.
#[pyclass(frozen, module = "tickloom._core")]
pub(crate) struct Request {
    asked: tickloom_engine::Request,
    params: Py<PyAny>,
}

impl Request {
    pub(super) const fn new(asked: tickloom_engine::Request, params: Py<PyAny>) -> Self {
        Self { asked, params }
    }
}

#[pymethods]
impl Request {
    #[getter]
    fn method(&self) -> &str {
        self.asked.method()
    }

    #[getter]
    fn params(&self, py: Python<'_>) -> Py<PyAny> {
        self.params.clone_ref(py)
    }

    #[getter]
    fn session(&self) -> &str {
        self.asked.session()
    }

    #[getter]
    fn client(&self) -> &str {
        self.asked.client()
    }

    /// Seconds since it came.
    #[getter]
    fn age(&self) -> f64 {
        self.asked.received().elapsed().as_secs_f64()
    }

    #[getter]
    fn is_cancelled(&self) -> bool {
        self.asked.is_cancelled()
    }

    /// Whether somebody waits still.
    fn wait(&self, py: Python<'_>, seconds: f64) -> PyResult<bool> {
        let time =
            Duration::try_from_secs_f64(seconds).map_err(|error| PyValueError::new_err(error.to_string()))?;
        py.detach(|| {
            let begun = Instant::now();
            while !self.asked.is_cancelled() && begun.elapsed() < time {
                sleep(LOOK.min(time.saturating_sub(begun.elapsed())));
            }
        });
        Ok(!self.asked.is_cancelled())
    }
}
