//! Tells a service which clients have gone, on a thread of its own: whoever closes a connection must not wait for Python.

use std::{
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use pyo3::prelude::*;

use super::failure::attached;

/// Clients that have gone and of whom a service was not told yet. One that hangs is not told of more.
const WAITING: usize = 4_096;

/// Where names of sessions go in.
pub(super) struct Leaving(Option<SyncSender<String>>);

impl Leaving {
    /// A thread for this service, if it wants to know.
    pub(super) fn of(name: &str, service: &Bound<'_, PyAny>) -> PyResult<Self> {
        if !wants(service)? {
            return Ok(Self(None));
        }
        let (sessions, gone) = sync_channel(WAITING);
        let (about, left) = (format!("{name}.left"), service.getattr("left")?.unbind());
        thread::Builder::new().name(format!("tickloom-{about}")).spawn(move || tell(&about, &left, &gone))?;
        Ok(Self(Some(sessions)))
    }

    pub(super) fn note(&self, session: &str) {
        if let Some(sessions) = &self.0 {
            // Full if it hangs, which its other methods show soon enough.
            let _ = sessions.try_send(session.into());
        }
    }
}

fn tell(about: &str, left: &Py<PyAny>, gone: &Receiver<String>) {
    for session in gone {
        // What it raises stands in the log.
        let _ = attached(about, |py| left.bind(py).call1((session,)).map(drop));
    }
}

/// Whether it has a `left` of its own.
fn wants(service: &Bound<'_, PyAny>) -> PyResult<bool> {
    let base = service.py().import("tickloom.services")?.getattr("Service")?;
    Ok(!service.get_type().getattr("left")?.is(&base.getattr("left")?))
}
