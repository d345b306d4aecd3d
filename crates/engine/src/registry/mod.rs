//! Which services there are, and which of them answers a method.

mod apart;
mod entry;
mod lifecycle;
pub(crate) mod shown;

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, OnceLock, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};

use tickloom_ipc::{Counts as Connections, Switch};
use tickloom_model::UnixNanos;

use crate::{EngineError, Service, counts::Counts, methods::Registered, pool::guarded};

pub(crate) use entry::{Entry, stopped};

/// Services of an engine, and methods of all of them, at most.
const SERVICES: usize = 256;
const METHODS: usize = 4_096;

/// A method, and who answers it.
pub(crate) struct Route {
    pub(crate) service: Arc<Entry>,
    pub(crate) method: Registered,
    pub(crate) counts: Arc<Counts>,
}

/// All services in the order in which they are started: each stands behind those that it needs.
pub(crate) struct Registry {
    services: RwLock<Vec<Arc<Entry>>>,
    routes: RwLock<HashMap<String, Arc<Route>>>,
    /// Held by who starts and stops services.
    changing: Mutex<()>,
    /// There is no time left: who stops waits for nobody.
    hurries: Arc<AtomicBool>,
    /// How connections fare, as soon as there can be some.
    switch: OnceLock<Switch>,
    pub(crate) started: UnixNanos,
    begun: Instant,
}

impl Registry {
    pub(crate) fn new() -> Self {
        Self {
            services: RwLock::default(),
            routes: RwLock::default(),
            changing: Mutex::default(),
            hurries: Arc::default(),
            switch: OnceLock::new(),
            started: tickloom_store::now(),
            begun: Instant::now(),
        }
    }

    /// Takes a service and its methods. It is not started yet.
    pub(crate) fn add(&self, service: Arc<dyn Service>) -> Result<Arc<Entry>, EngineError> {
        let name = service.name().to_owned();
        let methods = service.methods().all;
        let mut services = self.services.write().unwrap_or_else(PoisonError::into_inner);
        let mut routes = self.routes.write().unwrap_or_else(PoisonError::into_inner);
        let entry = Arc::new(Entry::new(service, self.hurries.clone()));
        fits(&entry, &methods, &services, &routes)
            .map_err(|reason| EngineError::ServiceInvalid { name, reason })?;
        for method in methods {
            let counts = Arc::<Counts>::default();
            entry.note(&method.description, &counts);
            let name = method.description.name.clone();
            routes.insert(name, Arc::new(Route { service: entry.clone(), method, counts }));
        }
        services.push(entry.clone());
        Ok(entry)
    }

    /// Who answers a method.
    pub(crate) fn route(&self, method: &str) -> Option<Arc<Route>> {
        self.routes.read().unwrap_or_else(PoisonError::into_inner).get(method).cloned()
    }

    pub(crate) fn services(&self) -> Vec<Arc<Entry>> {
        self.services.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// All services learn that a client has gone.
    pub(crate) fn left(&self, session: &str) {
        for entry in self.services() {
            // What it panics of stands in the log.
            let _ = guarded(entry.name(), || {
                entry.service.left(session);
                Ok(())
            });
        }
    }

    /// How connections fare is known from here on.
    pub(crate) fn connect(&self, switch: Switch) {
        let _ = self.switch.set(switch);
    }

    /// Ends the engine, as its first `stop` does.
    pub(crate) fn stop_engine(&self) {
        self.switch.get().into_iter().for_each(Switch::stop_gently);
    }

    pub(crate) fn connections(&self) -> Connections {
        self.switch.get().map(Switch::counts).unwrap_or_default()
    }

    /// For how long the engine has run.
    pub(crate) fn uptime(&self) -> Duration {
        self.begun.elapsed()
    }

    /// From here on nobody is waited for.
    pub(crate) fn hurry(&self) {
        self.hurries.store(true, SeqCst);
    }

    /// Lets go of all services, and of the store that they hold.
    pub(crate) fn clear(&self) {
        let routes = std::mem::take(&mut *self.routes.write().unwrap_or_else(PoisonError::into_inner));
        let services = std::mem::take(&mut *self.services.write().unwrap_or_else(PoisonError::into_inner));
        drop((routes, services));
    }
}

/// Whether a service can be taken, and why not.
fn fits(
    entry: &Entry,
    methods: &[Registered],
    services: &[Arc<Entry>],
    routes: &HashMap<String, Arc<Route>>,
) -> Result<(), String> {
    let is_there = |name: &str| services.iter().any(|other| other.name() == name);
    if !is_word(entry.name()) {
        return Err("a name is made of a-z, 0-9 and _, at most 64".into());
    }
    if is_there(entry.name()) {
        return Err("another service has the name".into());
    }
    if services.len() >= SERVICES || routes.len() + methods.len() > METHODS {
        return Err(format!("there are at most {SERVICES} services and {METHODS} methods"));
    }
    if let Some(missing) = entry.needs.iter().find(|need| !is_there(need)) {
        return Err(format!("it needs {missing:?}, which is not there: add that one before"));
    }
    let mut names = methods.iter().map(|method| method.description.name.as_str()).collect::<Vec<_>>();
    names.sort_unstable();
    let is_method =
        |name: &str| name.split_once('.').is_some_and(|(group, rest)| is_word(group) && is_word(rest));
    let taken = |name: &&&str| !is_method(name) || routes.contains_key(**name);
    if let Some(name) = names.iter().find(taken) {
        return Err(format!(
            "{name:?} is no name of a method, such as group.verb, or another service has it"
        ));
    }
    match names.windows(2).find(|pair| pair.first() == pair.last()) {
        Some(pair) => Err(format!("the method {pair:?} is named twice")),
        None => Ok(()),
    }
}

fn is_word(text: &str) -> bool {
    let is_letter = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'_';
    (1..=64).contains(&text.len()) && text.bytes().all(is_letter)
}
