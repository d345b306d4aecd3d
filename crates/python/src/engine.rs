//! The class `Engine`: an engine in this process, and the services of Python that it is given.

use std::{path::PathBuf, thread::sleep, time::Duration};

use pyo3::prelude::*;
use tickloom_engine::EngineConfig;

use crate::{
    door::outside,
    services::{Declared, PythonService},
};

/// How often a waiting engine looks for signals.
const LOOK: Duration = Duration::from_millis(50);

/// An engine from its start to its end.
#[pyclass(frozen, module = "tickloom._core")]
pub(crate) struct Engine(Option<tickloom_engine::Engine>);

#[pymethods]
impl Engine {
    #[new]
    fn start(py: Python<'_>, home: PathBuf, origins: Vec<String>) -> PyResult<Self> {
        let config = EngineConfig { origins, ..EngineConfig::new(home) };
        outside(py, || tickloom_engine::Engine::start(config)).map(|engine| Self(Some(engine)))
    }

    #[getter]
    fn port(&self) -> Option<u16> {
        self.0.as_ref().map(|engine| engine.address().port())
    }

    #[getter]
    fn nonce(&self) -> Option<&str> {
        self.0.as_ref().map(|engine| engine.nonce().reveal())
    }

    fn add(&self, py: Python<'_>, service: Py<PyAny>, methods: Vec<Declared>) -> PyResult<()> {
        let Some(engine) = &self.0 else { return Ok(()) };
        let service = PythonService::new(service.bind(py), methods)?;
        outside(py, || engine.add(service))
    }

    fn stop(&self, py: Python<'_>) {
        py.detach(|| self.0.iter().for_each(tickloom_engine::Engine::stop));
    }

    fn wait(&self, py: Python<'_>) -> PyResult<()> {
        let Some(engine) = &self.0 else { return Ok(()) };
        while !engine.has_ended() {
            py.check_signals()?;
            py.detach(|| sleep(LOOK));
        }
        Ok(())
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let engine = self.0.take();
        // It waits for services, which may want to speak Python.
        let _ = Python::try_attach(|py| py.detach(|| drop(engine)));
    }
}
