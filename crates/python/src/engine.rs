//! The class `Engine`: an engine in this process, and the services of Python that it is given.

use std::{panic::resume_unwind, path::PathBuf, sync::Arc, thread, time::Duration};

use pyo3::prelude::*;
use tickloom_engine::EngineConfig;
use tickloom_logs::{Attached, attach};

use crate::{
    door::outside,
    engine_settings::{EngineBounds, EngineTuning},
    errors::to_python,
    services::{Declared, PythonService},
};

/// How often a waiting engine looks for signals.
const LOOK: Duration = Duration::from_millis(50);

/// The same while a service starts, which most do at once.
const BRIEF: Duration = Duration::from_millis(2);

/// An engine from its start to its end.
#[pyclass(frozen, module = "tickloom._core")]
pub(crate) struct Engine {
    engine: Option<Arc<tickloom_engine::Engine>>,
    _log: Attached,
}

#[pymethods]
impl Engine {
    #[new]
    #[pyo3(signature = (home, origins, bounds = None))]
    fn start(
        py: Python<'_>,
        home: PathBuf,
        origins: Vec<String>,
        bounds: Option<EngineBounds>,
    ) -> PyResult<Self> {
        let limits = bounds.map(Into::into).unwrap_or_default();
        let config = EngineConfig { origins, limits, ..EngineConfig::new(home) };
        let home = config.home.clone();
        tickloom_logs::listen();
        let engine = outside(py, || tickloom_engine::Engine::start(config))?;
        Ok(Self { engine: Some(engine.into()), _log: attach(&home) })
    }

    #[getter]
    fn port(&self) -> Option<u16> {
        self.engine.as_ref().map(|engine| engine.address().port())
    }

    #[getter]
    fn nonce(&self) -> Option<&str> {
        self.engine.as_ref().map(|engine| engine.nonce().reveal())
    }

    fn add(&self, py: Python<'_>, service: Py<PyAny>, methods: Vec<Declared>) -> PyResult<()> {
        let Some(engine) = self.engine.clone() else { return Ok(()) };
        let service = PythonService::new(service.bind(py), methods)?;
        // A service may take long to start; signals are heard meanwhile.
        let adding = thread::spawn(move || engine.add(service));
        while !adding.is_finished() {
            py.check_signals()?;
            py.detach(|| thread::sleep(BRIEF));
        }
        let added = adding.join().unwrap_or_else(|panic| resume_unwind(panic));
        added.map_err(|error| to_python(py, &error))
    }

    fn tune(&self, tuning: EngineTuning) {
        let tuning = tuning.into();
        self.engine.iter().for_each(|engine| engine.tune(tuning));
    }

    fn stop(&self, py: Python<'_>) {
        py.detach(|| self.engine.iter().for_each(|engine| engine.stop()));
    }

    fn wait(&self, py: Python<'_>) -> PyResult<()> {
        let Some(engine) = &self.engine else { return Ok(()) };
        while !engine.has_ended() {
            py.check_signals()?;
            py.detach(|| thread::sleep(LOOK));
        }
        Ok(())
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let engine = self.engine.take();
        // It waits for services, which may want to speak Python.
        let _ = Python::try_attach(|py| py.detach(|| drop(engine)));
    }
}
