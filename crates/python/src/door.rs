//! The one door through which work leaves the interpreter: other Python threads run until it is done.

use pyo3::prelude::*;

use crate::errors::{Coded, to_python};

/// Does work without holding the interpreter; a failure comes back as an exception.
pub(crate) fn outside<T, E>(py: Python<'_>, work: impl FnOnce() -> Result<T, E> + Send) -> PyResult<T>
where
    T: Send,
    E: Coded + Send,
{
    py.detach(work).map_err(|error| to_python(py, &error))
}
