//! What the core asks while it works: whether the user pressed Ctrl-C, and who wants to hear of progress.

use pyo3::{exceptions::PyKeyboardInterrupt, prelude::*};
use tickloom_importer::{Control, Progress};

use crate::{errors::exception, imports::ProgressFields};

/// The code of an interruption, the same as the store's for a query.
const INTERRUPTED: &str = "interrupted";

/// Watches for what ends work early: a signal's handler, or an observer, that raises.
#[derive(Default)]
pub(crate) struct Observer {
    callback: Option<Py<PyAny>>,
    raised: Option<PyErr>,
    /// Ctrl-C was pressed once more after something had been raised.
    is_urgent: bool,
}

impl Observer {
    /// One that tells a callable of progress.
    pub(crate) fn telling(callback: Option<Py<PyAny>>) -> Self {
        Self { callback, ..Self::default() }
    }

    /// Whether a signal's handler raised; asked from outside the interpreter.
    pub(crate) fn wants_stop(&mut self) -> bool {
        Python::attach(|py| self.keep(py.check_signals()));
        self.raised.is_some()
    }

    /// Whether anything was raised so far.
    pub(crate) const fn has_raised(&self) -> bool {
        self.raised.is_some()
    }

    /// Tells of progress, and says whether to go on: after one Ctrl-C to a safe point, after two no further.
    pub(crate) fn observe(&mut self, progress: &Progress) -> Control {
        self.observe_with(|| ProgressFields::from(progress))
    }

    /// The same of any work that can be told in fields.
    pub(crate) fn observe_with<F>(&mut self, fields: impl FnOnce() -> F) -> Control
    where
        F: for<'py> IntoPyObject<'py>,
    {
        Python::attach(|py| {
            let told = self.tell(py, fields).and_then(|()| py.check_signals());
            self.keep(told);
        });
        match self.raised {
            None => Control::Continue,
            Some(_) if self.is_urgent => Control::Abort,
            Some(_) => Control::Stop,
        }
    }

    /// Why the work was ended early, if it was: to be raised now that it has ended safely.
    pub(crate) fn interruption(self, py: Python<'_>, message: &str) -> Option<PyErr> {
        let cause = self.raised?;
        if !cause.is_instance_of::<PyKeyboardInterrupt>(py) {
            return Some(cause);
        }
        let raised = exception(py, INTERRUPTED, message).map_or_else(|failure| failure, PyErr::from_value);
        raised.set_cause(py, Some(cause));
        Some(raised)
    }

    fn tell<'py, F: IntoPyObject<'py>>(&self, py: Python<'py>, fields: impl FnOnce() -> F) -> PyResult<()> {
        match &self.callback {
            // A callback that has failed is left in peace.
            Some(callback) if self.raised.is_none() => callback.call1(py, (fields(),)).map(drop),
            _ => Ok(()),
        }
    }

    /// Keeps the first error, which is the one to raise.
    pub(crate) fn keep(&mut self, outcome: PyResult<()>) {
        let Err(error) = outcome else { return };
        self.is_urgent |= self.raised.is_some();
        self.raised.get_or_insert(error);
    }
}
