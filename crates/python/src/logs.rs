//! The log of this process: what goes into it, what must stay out of it, and where it lies.

use std::path::PathBuf;

use pyo3::{
    exceptions::PyValueError,
    prelude::*,
    types::{PyBytes, PyString},
};
use tickloom_logs::{Bounds, Config, Filter, Format, LEVELS, Level, Record};

/// A text with lone halves of characters, which Python allows, is bytes that are no text.
#[pyfunction]
pub(crate) fn keep_out_of_logs(value: &Bound<'_, PyString>) -> PyResult<()> {
    let encoded = value.call_method1("encode", ("utf-8", "surrogatepass"))?;
    tickloom_logs::keep_out(encoded.cast::<PyBytes>()?.as_bytes());
    Ok(())
}

#[pyfunction]
pub(crate) fn redact(text: &Bound<'_, PyString>) -> String {
    tickloom_logs::redact(&text.to_string_lossy()).into_owned()
}

#[pyfunction]
#[pyo3(signature = (*, level, terminal, is_json, folder, file_bytes, files))]
pub(crate) fn configure_logs(
    level: &str,
    terminal: &str,
    is_json: bool,
    folder: Option<PathBuf>,
    file_bytes: u64,
    files: u32,
) -> PyResult<()> {
    tickloom_logs::configure(Config {
        file: filter(level)?,
        folder,
        bounds: Bounds { bytes: file_bytes, files },
        terminal: filter(terminal)?,
        format: if is_json { Format::Json } else { Format::Text },
    });
    Ok(())
}

/// Those of Python end in panics of their own, and are no panics of the process.
#[pyfunction]
pub(crate) fn log_panics() {
    tickloom_logs::log_panics();
}

#[pyfunction]
pub(crate) fn log(py: Python<'_>, level: &str, target: &str, event: &str, fields: &str) -> PyResult<()> {
    let level = word(level)?;
    if tickloom_logs::is_wanted(level, target) {
        let fields = serde_json::from_str(fields).unwrap_or_default();
        let record = Record { level, target: target.into(), event: event.into(), fields };
        // It may wait for a disk.
        py.detach(|| tickloom_logs::log(record));
    }
    Ok(())
}

#[pyfunction]
pub(crate) fn is_logged(level: &str, target: &str) -> PyResult<bool> {
    Ok(tickloom_logs::is_wanted(word(level)?, target))
}

#[pyfunction]
pub(crate) fn request_id() -> Option<String> {
    tickloom_logs::request()
}

fn filter(text: &str) -> PyResult<Filter> {
    text.parse().map_err(|error: tickloom_logs::NoLevel| PyValueError::new_err(error.to_string()))
}

fn word(text: &str) -> PyResult<Level> {
    let known = LEVELS.iter().find(|(name, _)| *name == text).map(|(_, level)| *level);
    known.ok_or_else(|| PyValueError::new_err(tickloom_logs::NoLevel(text.into()).to_string()))
}
