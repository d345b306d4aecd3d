//! The class `Pace`: how market time follows real time.

use std::time::Duration;

use pyo3::prelude::*;
use tickloom_model::UnixNanos;
use tickloom_replay::ReplayError;

use crate::errors::to_python;

/// Market time as a function of real time, both in nanoseconds.
#[pyclass(module = "tickloom._core")]
pub(crate) struct Pace(tickloom_replay::Pace);

#[pymethods]
impl Pace {
    #[new]
    fn new(py: Python<'_>, speed: f64, market: i64) -> PyResult<Self> {
        tickloom_replay::Pace::new(speed, UnixNanos::new(market))
            .map(Self)
            .map_err(|error| to_python(py, &error))
    }

    #[getter]
    const fn speed(&self) -> f64 {
        self.0.speed()
    }

    #[getter]
    const fn is_paused(&self) -> bool {
        self.0.is_paused()
    }

    fn market_time(&self, elapsed: u64) -> i64 {
        self.0.market_time(Duration::from_nanos(elapsed)).as_i64()
    }

    /// Seconds; None while paused.
    fn wait(&self, market: i64, elapsed: u64) -> Option<f64> {
        let wait = self.0.wait(UnixNanos::new(market), Duration::from_nanos(elapsed));
        wait.map(|wait| wait.as_secs_f64())
    }

    fn set_speed(&mut self, py: Python<'_>, speed: f64, elapsed: u64) -> PyResult<()> {
        let changed: Result<(), ReplayError> = self.0.set_speed(speed, Duration::from_nanos(elapsed));
        changed.map_err(|error| to_python(py, &error))
    }

    fn pause(&mut self, elapsed: u64) {
        self.0.pause(Duration::from_nanos(elapsed));
    }

    fn resume(&mut self, elapsed: u64) {
        self.0.resume(Duration::from_nanos(elapsed));
    }

    fn jump(&mut self, market: i64, elapsed: u64) {
        self.0.jump(UnixNanos::new(market), Duration::from_nanos(elapsed));
    }
}
