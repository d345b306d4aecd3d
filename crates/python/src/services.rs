//! Services that are written in Python: how the engine calls them, on its own threads.

mod answers;
mod failure;
mod leaving;
mod made;
mod request;

use std::{sync::Arc, time::Duration};

use pyo3::prelude::*;
use tickloom_engine::{Failure, Health, Methods, Service};
use tickloom_logs::redact;

use failure::attached;
use leaving::Leaving;
pub(crate) use request::Request;

/// A method as `tickloom.services` declares it.
#[derive(FromPyObject)]
pub(crate) struct Declared {
    answer: String,
    name: String,
    about: String,
    seconds: Option<f64>,
    call: Py<PyAny>,
}

/// An object with the methods of `tickloom.services.Service`.
pub(crate) struct PythonService {
    name: String,
    needs: Vec<String>,
    is_retried: bool,
    methods: Vec<Arc<Declared>>,
    leaving: Leaving,
    service: Py<PyAny>,
}

impl PythonService {
    pub(crate) fn new(service: &Bound<'_, PyAny>, methods: Vec<Declared>) -> PyResult<Self> {
        let name: String = service.getattr("name")?.extract()?;
        Ok(Self {
            leaving: Leaving::of(&name, service)?,
            name,
            needs: service.getattr("needs")?.extract()?,
            is_retried: service.getattr("is_retried")?.extract()?,
            methods: methods.into_iter().map(Arc::new).collect(),
            service: service.clone().unbind(),
        })
    }

    fn tell<T>(&self, what: &str, given: impl FnOnce(Bound<'_, PyAny>) -> PyResult<T>) -> Result<T, Failure> {
        let about = format!("{}.{what}", self.name);
        attached(&about, |py| given(self.service.bind(py).getattr(what)?))
    }
}

impl Service for PythonService {
    fn name(&self) -> &str {
        &self.name
    }

    fn needs(&self) -> Vec<String> {
        self.needs.clone()
    }

    fn methods(&self) -> Methods {
        self.methods.iter().fold(Methods::new(), |methods, declared| with(methods, declared.clone()))
    }

    fn start(&self) -> Result<(), Failure> {
        self.tell("start", |start| start.call0().map(drop))
    }

    fn stop(&self) {
        // What it raises stands in the log.
        let _ = self.tell("stop", |stop| stop.call0().map(drop));
    }

    fn health(&self) -> Health {
        match self.tell("health", |health| health.call0()?.extract::<Option<String>>()) {
            Ok(None) => Health::Good,
            Ok(Some(reason)) => Health::Poor(redact(&reason).into_owned()),
            Err(failure) => Health::Poor(failure.message().into()),
        }
    }

    fn is_retried(&self) -> bool {
        self.is_retried
    }

    fn left(&self, session: &str) {
        self.leaving.note(session);
    }
}

/// One more method. Its time is the usual, unless it says another.
fn with(methods: Methods, declared: Arc<Declared>) -> Methods {
    let (method, seconds) = (declared.clone(), declared.seconds);
    let Declared { name, about, .. } = &*declared;
    let methods = match &*declared.answer {
        "parts" => methods.parts_packed(name, about, move |request, params, sent| {
            answers::parts(&method, request, params, sent)
        }),
        "events" => methods
            .events_packed(name, about, move |request, params| answers::events(&method, request, params)),
        _ => methods.once_packed(name, about, move |request, params| answers::once(&method, request, params)),
    };
    match seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()) {
        Some(deadline) => methods.within(deadline),
        None => methods,
    }
}
