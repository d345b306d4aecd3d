//! The class `Answer`: a request that was made, and then its result.

use std::{
    future::Future,
    pin::Pin,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use bytes::Bytes;
use pyo3::prelude::*;
use tickloom_ipc::{Failure, client};
use tickloom_model::Side;

use super::{
    joined::{JoinedTable, joined},
    raised::raised,
    waiting::{wait_in_slices, waker},
};
use crate::{convert::word, packed::unpack};

/// What is known of a request.
enum State {
    Open(client::Answer),
    Ready(Result<Vec<Bytes>, Failure>),
    /// Somebody waits for it at the moment, or it was cancelled.
    Away,
}

/// A request and its result. Forgotten before it is ready, it is cancelled.
#[pyclass(frozen, module = "tickloom._core")]
pub(crate) struct Answer(Mutex<State>);

#[pymethods]
impl Answer {
    #[pyo3(signature = (seconds))]
    fn wait(&self, py: Python<'_>, seconds: Option<f64>) -> PyResult<bool> {
        let mut open = match self.take() {
            State::Open(open) => open,
            state => return Ok(self.keep(state)),
        };
        // An interruption drops it here, and so cancels it.
        let ready = wait_in_slices(py, seconds, |slice| open.wait_for(slice))?;
        Ok(self.keep(ready.map_or(State::Open(open), State::Ready)))
    }

    fn poll(&self, callback: Py<PyAny>) -> bool {
        let waker = waker(callback);
        let mut context = Context::from_waker(&waker);
        let mut state = self.lock();
        if let State::Open(open) = &mut *state {
            match Pin::new(open).poll(&mut context) {
                Poll::Ready(outcome) => *state = State::Ready(outcome),
                Poll::Pending => return false,
            }
        }
        true
    }

    fn cancel(&self) {
        drop(self.take());
    }

    fn parts<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        self.outcome(py)?.iter().map(|part| unpack(py, part)).collect()
    }

    fn tables(&self, py: Python<'_>, side: &str) -> PyResult<Vec<JoinedTable>> {
        let side: Side = word(py, side)?;
        let parts = self.outcome(py)?;
        py.detach(|| joined(&parts, side)).map_err(|failure| raised(py, &failure))
    }
}

impl Answer {
    pub(crate) fn new(answer: client::Answer) -> Self {
        Self(Mutex::new(State::Open(answer)))
    }

    fn take(&self) -> State {
        std::mem::replace(&mut *self.lock(), State::Away)
    }

    /// Whether it is ready.
    fn keep(&self, state: State) -> bool {
        let is_ready = !matches!(state, State::Open(_));
        *self.lock() = state;
        is_ready
    }

    /// The result, which is given up.
    fn outcome(&self, py: Python<'_>) -> PyResult<Vec<Bytes>> {
        let outcome = match self.take() {
            State::Ready(outcome) => outcome,
            State::Open(_) | State::Away => Err(Failure::new("protocol.cancelled", "nobody waited for it")),
        };
        outcome.map_err(|failure| raised(py, &failure))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
