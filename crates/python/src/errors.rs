//! The one place where the core's errors become Python exceptions: by their code, as `tickloom.errors` maps it.

use pyo3::{prelude::*, sync::PyOnceLock};
use tickloom_bars::{ColumnError, FillError, MtfError, calendar::CalendarError};
use tickloom_download::{DownloadError, LostHour};
use tickloom_engine::EngineError;
use tickloom_formats::FormatError;
use tickloom_importer::ImportError;
use tickloom_ipc::{IpcError, client};
use tickloom_model::ModelError;
use tickloom_protocol::ERRORS;
use tickloom_quality::QualityError;
use tickloom_replay::ReplayError;
use tickloom_store::StoreError;

use crate::imports::ReportFields;

/// An error with a code that Python knows.
pub(crate) trait Coded: std::fmt::Display {
    /// The stable code.
    fn code(&self) -> &'static str;

    /// Adds what belongs to the exception beside its code and text.
    fn complete(&self, _: &Bound<'_, PyAny>) -> PyResult<()> {
        Ok(())
    }
}

impl Coded for ModelError {
    fn code(&self) -> &'static str {
        self.code()
    }
}

impl Coded for FormatError {
    fn code(&self) -> &'static str {
        self.code()
    }
}

impl Coded for StoreError {
    fn code(&self) -> &'static str {
        self.code()
    }
}

impl Coded for MtfError {
    fn code(&self) -> &'static str {
        self.code()
    }
}

impl Coded for QualityError {
    fn code(&self) -> &'static str {
        self.code()
    }
}

impl Coded for ReplayError {
    fn code(&self) -> &'static str {
        self.code()
    }
}

impl Coded for DownloadError {
    fn code(&self) -> &'static str {
        self.code()
    }
}

impl Coded for EngineError {
    fn code(&self) -> &'static str {
        self.code()
    }
}

impl Coded for CalendarError {
    fn code(&self) -> &'static str {
        self.code()
    }
}

impl Coded for ColumnError {
    fn code(&self) -> &'static str {
        self.code()
    }
}

impl Coded for ImportError {
    fn code(&self) -> &'static str {
        self.code()
    }

    fn complete(&self, exception: &Bound<'_, PyAny>) -> PyResult<()> {
        let Self::Stopped { report, .. } = self else { return Ok(()) };
        exception.setattr("report", ReportFields::from(&**report).into_pyobject(exception.py())?)
    }
}

/// The exception for an error of the core.
pub(crate) fn to_python(py: Python<'_>, error: &impl Coded) -> PyErr {
    let raised = exception(py, error.code(), &error.to_string()).and_then(|exception| {
        error.complete(&exception)?;
        Ok(PyErr::from_value(exception))
    });
    raised.unwrap_or_else(|failure| failure)
}

/// The exception that stands for a code, not yet raised.
pub(crate) fn exception<'py>(py: Python<'py>, code: &str, message: &str) -> PyResult<Bound<'py, PyAny>> {
    static OF_CODE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    OF_CODE.import(py, "tickloom.errors", "of_code")?.call1((code, message))
}

/// Every code with which the core can answer.
#[pyfunction]
pub(crate) fn error_codes() -> Vec<&'static str> {
    [
        ModelError::CODES,
        CalendarError::CODES,
        FillError::CODES,
        ColumnError::CODES,
        MtfError::CODES,
        FormatError::CODES,
        StoreError::CODES,
        QualityError::CODES,
        ReplayError::CODES,
        ImportError::CODES,
        DownloadError::CODES,
        LostHour::CODES,
        EngineError::CODES,
        IpcError::CODES,
        client::CODES,
        &[CLOSED, CALLBACK_FAILED],
    ]
    .into_iter()
    .flatten()
    .copied()
    .chain(ERRORS.iter().map(|error| error.code))
    .collect()
}

/// The exception for the use of something after its end.
pub(crate) fn closed(py: Python<'_>, what: &str) -> PyErr {
    let message = format!("{what} is closed: open it again");
    exception(py, CLOSED, &message).map_or_else(|failure| failure, PyErr::from_value)
}

/// The code for the use of a store after its end, which only Python can try.
const CLOSED: &str = "store.closed";

/// The code for what Python's own functions do wrong that a connection calls.
pub(crate) const CALLBACK_FAILED: &str = "ipc.callback_failed";
