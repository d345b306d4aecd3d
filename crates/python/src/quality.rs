//! Questions about quality: their rules from plain values, and Ctrl-C while the core looks at years of ticks.

use pyo3::prelude::*;
use tickloom_bars::gaps::{GapClass, GapRules};
use tickloom_quality::{QualityError, gap_class};

use crate::{errors::to_python, observer::Observer};

/// The hash that the text of a passport should hold, and the one that it holds.
#[pyfunction]
pub(crate) fn passport_hash(text: &str) -> Option<(String, String)> {
    tickloom_quality::passport_hash(text)
}

/// The usual rules, with the shortest gap that is told of in nanoseconds.
pub(crate) fn rules(shortest: i64) -> GapRules {
    GapRules { shortest, ..GapRules::default() }
}

/// The classes of these names; all where none is named.
pub(crate) fn classes(py: Python<'_>, names: Option<Vec<String>>) -> PyResult<Vec<GapClass>> {
    let Some(names) = names else { return Ok(GapClass::ALL.into()) };
    names.iter().map(|name| gap_class(name).map_err(|error| to_python(py, &error))).collect()
}

/// Lets the core work, which asks now and then whether to stop: Ctrl-C ends it.
pub(crate) fn watched<T: Send>(
    py: Python<'_>,
    work: impl FnOnce(&mut dyn FnMut() -> bool) -> Result<T, QualityError> + Send,
) -> PyResult<T> {
    let mut observer = Observer::default();
    let outcome = py.detach(|| work(&mut || observer.wants_stop()));
    match observer.interruption(py, "the question was interrupted; nothing was changed") {
        Some(interruption) => Err(interruption),
        None => outcome.map_err(|error| to_python(py, &error)),
    }
}
