//! The class `Events`: a subscription, of which threads and event loops take one event after the other.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use bytes::Bytes;
use pyo3::prelude::*;
use tickloom_ipc::{
    Failure,
    client::{Event, EventStream},
};

use super::{
    raised::raised,
    waiting::{wait_in_slices, waker},
};
use crate::packed::unpack;

/// An event, why there is none, or none after the last.
type Next = Option<Result<Event, Failure>>;

/// What is known of a subscription.
#[derive(Default)]
struct State {
    stream: Option<Arc<EventStream>>,
    begun: Option<Result<Bytes, Failure>>,
    next: Option<Next>,
}

/// Events of a subscription. Forgotten or closed, it ends.
#[pyclass(frozen, module = "tickloom._core")]
pub(crate) struct Events(Mutex<State>);

#[pymethods]
impl Events {
    #[pyo3(signature = (seconds))]
    fn wait_begun(&self, py: Python<'_>, seconds: Option<f64>) -> PyResult<bool> {
        let Some(stream) = self.open_stream() else { return Ok(true) };
        let begun = wait_in_slices(py, seconds, |slice| stream.begun_within(slice))?;
        self.lock().begun = begun;
        Ok(self.lock().begun.is_some())
    }

    fn poll_begun(&self, callback: Py<PyAny>) -> bool {
        let Some(stream) = self.open_stream() else { return true };
        let waker = waker(callback);
        if let Poll::Ready(begun) = stream.poll_begun(&mut Context::from_waker(&waker)) {
            self.lock().begun = Some(begun);
        }
        self.lock().begun.is_some()
    }

    /// The reply with which it began.
    fn begun<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let begun = self.lock().begun.clone();
        match begun.transpose().map_err(|failure| raised(py, &failure))? {
            Some(reply) if !reply.is_empty() => unpack(py, &reply).map(Some),
            _ => Ok(None),
        }
    }

    #[pyo3(signature = (seconds))]
    fn wait(&self, py: Python<'_>, seconds: Option<f64>) -> PyResult<bool> {
        let Some(stream) = self.stream_without_next() else { return Ok(true) };
        let next = wait_in_slices(py, seconds, |slice| stream.next_within(slice))?;
        self.lock().next = next;
        Ok(self.lock().next.is_some())
    }

    fn poll(&self, callback: Py<PyAny>) -> bool {
        let Some(stream) = self.stream_without_next() else { return true };
        let waker = waker(callback);
        if let Poll::Ready(next) = stream.poll_next(&mut Context::from_waker(&waker)) {
            self.lock().next = Some(next);
        }
        self.lock().next.is_some()
    }

    /// The event that was waited for: its data, and how many are missing before it; none after the last.
    fn take<'py>(&self, py: Python<'py>) -> PyResult<Option<(Bound<'py, PyAny>, Option<u64>)>> {
        let next = self.lock().next.take().flatten();
        let Some(event) = next.transpose().map_err(|failure| raised(py, &failure))? else { return Ok(None) };
        Ok(Some((unpack(py, &event.data)?, event.missed)))
    }

    fn close(&self) {
        let stream = self.lock().stream.take();
        // Threads that wait for an event hold it, too.
        stream.into_iter().for_each(|stream| stream.close());
    }
}

impl Events {
    pub(crate) fn new(stream: EventStream) -> Self {
        Self(Mutex::new(State { stream: Some(Arc::new(stream)), ..State::default() }))
    }

    fn open_stream(&self) -> Option<Arc<EventStream>> {
        self.lock().stream.clone()
    }

    /// None if the next event is there already, or it was closed.
    fn stream_without_next(&self) -> Option<Arc<EventStream>> {
        let state = self.lock();
        state.stream.clone().filter(|_| state.next.is_none())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
