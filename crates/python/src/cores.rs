//! The function `leave_no_core`: what this process knows does not go into files when it crashes.

use std::io;

use pyo3::pyfunction;

#[pyfunction]
pub(crate) fn leave_no_core() -> io::Result<()> {
    tickloom_process::leave_no_core()
}
