//! What a generator of Python makes, one after the other.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use pyo3::{exceptions::PyStopIteration, prelude::*, sync::PyOnceLock};
use tickloom_engine::{Failure, Packed};

use super::failure::attached;
use crate::packed::pack;

/// A generator. However it ends, it is closed if it has begun, so that its `finally` blocks run.
pub(super) struct Made {
    about: String,
    generator: Py<PyAny>,
    has_begun: AtomicBool,
}

/// What comes next.
pub(super) enum Step {
    /// Not to be lost.
    Plain(Packed),
    /// What replaces an older one of the same key.
    Latest(String, Packed),
    /// Nothing.
    End,
}

impl Made {
    pub(super) const fn new(about: String, generator: Py<PyAny>) -> Self {
        Self { about, generator, has_begun: AtomicBool::new(false) }
    }

    pub(super) fn next(&self) -> Result<Step, Failure> {
        self.has_begun.store(true, Relaxed);
        attached(&self.about, |py| match self.generator.bind(py).call_method0("__next__") {
            Ok(given) => step(&given),
            Err(error) if error.is_instance_of::<PyStopIteration>(py) => Ok(Step::End),
            Err(error) => Err(error),
        })
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        // One that was never begun may be dropped by a connection, which must not wait for Python.
        if !self.has_begun.load(Relaxed) {
            return;
        }
        // What it raises now stands in the log; nobody else asks.
        let _ = attached(&self.about, |py| self.generator.bind(py).call_method0("close").map(drop));
    }
}

fn step(given: &Bound<'_, PyAny>) -> PyResult<Step> {
    static LATEST: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let latest = LATEST.import(given.py(), "tickloom.services", "Latest")?;
    if !given.is_instance(latest)? {
        return pack(given).map(Packed).map(Step::Plain);
    }
    let key = given.getattr("key")?.extract()?;
    Ok(Step::Latest(key, Packed(pack(&given.getattr("data")?)?)))
}
