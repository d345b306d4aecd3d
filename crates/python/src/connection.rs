//! The class `Connection`: a client of an engine, for threads and for event loops alike.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use pyo3::prelude::*;
use tickloom_ipc::{
    Failure,
    client::{Client, ClientConfig, Endpoint, WhenBroken},
};

use crate::packed::{pack, unpack};

mod answer;
mod events;
mod joined;
mod raised;
mod waiting;

pub(crate) use answer::Answer;
pub(crate) use events::Events;
use raised::{failure_of, interpreter_ends, raised};

/// What the engine said of itself.
#[derive(IntoPyObject)]
pub(crate) struct WelcomeFields {
    engine: String,
    api_level: u32,
    session: String,
}

/// A connection that is made anew whenever it breaks.
#[pyclass(frozen, module = "tickloom._core")]
pub(crate) struct Connection(Client);

#[pymethods]
impl Connection {
    #[new]
    fn open(py: Python<'_>, name: String, find: Py<PyAny>) -> PyResult<Self> {
        let find =
            move || Python::try_attach(|py| found(py, &find)).unwrap_or_else(|| Err(interpreter_ends()));
        let config = ClientConfig::new(name, find);
        py.detach(|| Client::connect(config)).map(Self).map_err(|failure| raised(py, &failure))
    }

    #[getter]
    fn engine(&self) -> Option<WelcomeFields> {
        let welcome = self.0.engine()?;
        Some(WelcomeFields { engine: welcome.engine, api_level: welcome.api_level, session: welcome.session })
    }

    #[getter]
    fn closed(&self) -> bool {
        self.0.is_closed()
    }

    fn close(&self) {
        self.0.close();
    }

    fn ask(&self, method: &str, params: &Bound<'_, PyAny>) -> PyResult<Answer> {
        let asked = self.0.ask(method, pack(params)?);
        asked.map(Answer::new).map_err(|failure| raised(params.py(), &failure))
    }

    fn listen(
        &self,
        method: &str,
        params: &Bound<'_, PyAny>,
        again: bool,
        resume: Option<Py<PyAny>>,
    ) -> PyResult<Events> {
        let stream = self.0.listen(method, pack(params)?, when_broken(again, resume));
        stream.map(Events::new).map_err(|failure| raised(params.py(), &failure))
    }
}

/// What Python's function that finds the engine says: a port of this machine and a nonce.
fn found(py: Python<'_>, find: &Py<PyAny>) -> Result<Endpoint, Failure> {
    let found = find.call0(py).and_then(|found| found.extract::<(u16, String)>(py));
    let (port, nonce) = found.map_err(|error| failure_of(py, &error))?;
    Ok(Endpoint { address: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port), nonce })
}

fn when_broken(again: bool, resume: Option<Py<PyAny>>) -> WhenBroken {
    match resume {
        Some(resume) => WhenBroken::Resume(Box::new(move |newest| {
            let next =
                |py: Python<'_>| next_params(py, &resume, newest).map_err(|error| failure_of(py, &error));
            Python::try_attach(next).unwrap_or_else(|| Err(interpreter_ends()))
        })),
        None if again => WhenBroken::Again,
        None => WhenBroken::End,
    }
}

fn next_params(py: Python<'_>, resume: &Py<PyAny>, newest: &[u8]) -> PyResult<Vec<u8>> {
    pack(resume.bind(py).call1((unpack(py, newest)?,))?.as_any())
}
