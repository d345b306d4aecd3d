//! What a generator of Python makes, one after the other.

use pyo3::{exceptions::PyStopIteration, prelude::*, sync::PyOnceLock};
use tickloom_engine::{Failure, Packed};

use super::failure::attached;
use crate::packed::pack;

/// A generator that has begun. However it ends, it is closed, so that its `finally` blocks run.
pub(super) struct Made {
    about: String,
    generator: Py<PyAny>,
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
        Self { about, generator }
    }

    pub(super) fn next(&self) -> Result<Step, Failure> {
        attached(&self.about, |py| match self.generator.bind(py).call_method0("__next__") {
            Ok(given) => step(&given),
            Err(error) if error.is_instance_of::<PyStopIteration>(py) => Ok(Step::End),
            Err(error) => Err(error),
        })
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        // What it raises now stands on standard error; nobody else asks.
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
