//! The class `Parent`: the program that started this one, whose end is this one's.

use std::time::Duration;

use pyo3::{
    exceptions::{PyEOFError, PyValueError},
    prelude::*,
    types::PyBytes,
};
use tickloom_process::Signs;

/// A parent that is being watched, for as long as this process lives.
#[pyclass(frozen, module = "tickloom._core")]
pub(crate) struct Parent(std::sync::Mutex<tickloom_process::Parent>);

#[pymethods]
impl Parent {
    #[new]
    fn watch(pid: Option<u32>, stdin: bool) -> Self {
        Self(tickloom_process::Parent::watch(Signs { pid, stdin }).into())
    }

    fn first_line<'py>(
        &self,
        py: Python<'py>,
        most_bytes: usize,
        seconds: f64,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let patience =
            Duration::try_from_secs_f64(seconds).map_err(|error| PyValueError::new_err(error.to_string()))?;
        let line = py.detach(|| self.inner().first_line(most_bytes, patience));
        line.map(|line| PyBytes::new(py, &line)).map_err(|error| PyEOFError::new_err(error.to_string()))
    }

    fn when_it_ends(&self, stop: Py<PyAny>) {
        self.inner().when_it_ends(move || Python::attach(|py| call(py, &stop)));
    }
}

impl Parent {
    fn inner(&self) -> std::sync::MutexGuard<'_, tickloom_process::Parent> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn call(py: Python<'_>, stop: &Py<PyAny>) {
    if let Err(error) = stop.call0(py) {
        error.write_unraisable(py, None);
    }
}
