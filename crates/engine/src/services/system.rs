//! The engine itself: what it can do, what runs in it, and how that is.

use std::sync::{Arc, Weak};

use tickloom_ipc::Failure;
use tickloom_protocol::{
    Description,
    methods::{
        method,
        system::{
            Describe, Health as HealthMethod, Ping, Pong, Restart, ServiceList, ServiceName, Services, Start,
            Stop, SystemHealth,
        },
    },
};

use crate::{
    Methods, Service, metrics,
    pool::unavailable,
    registry::{Entry, Registry, shown::shown},
};

/// It knows the registry that holds it, and does not keep it.
pub(super) struct System {
    registry: Weak<Registry>,
}

impl System {
    pub(super) fn new(registry: &Arc<Registry>) -> Self {
        Self { registry: Arc::downgrade(registry) }
    }

    /// Changes a service, and shows it.
    fn changing(
        &self,
        change: fn(&Registry, &str) -> Result<Arc<Entry>, Failure>,
    ) -> impl Fn(&ServiceName) -> Result<tickloom_protocol::methods::system::Service, Failure> + use<> {
        let registry = self.registry.clone();
        move |ServiceName { name }| {
            let entry = change(&*upgraded(&registry)?, name)?;
            shown(&[entry]).pop().ok_or_else(|| unavailable("it has gone"))
        }
    }
}

impl Service for System {
    fn name(&self) -> &str {
        "system"
    }

    fn methods(&self) -> Methods {
        let (start, stop) = (self.changing(Registry::start), self.changing(Registry::stop));
        let restart = self.changing(Registry::restart);
        let [described, listed, asked] = [(); 3].map(|()| self.registry.clone());
        Methods::new()
            .once::<Describe>(move |_, _| Ok(description(&*upgraded(&described)?)))
            .once::<Services>(move |_, _| Ok(ServiceList { services: upgraded(&listed)?.shown() }))
            .once::<Start>(move |_, service| start(&service))
            .once::<Stop>(move |_, service| stop(&service))
            .once::<Restart>(move |_, service| restart(&service))
            .once::<HealthMethod>(move |_, _| Ok(health(&*upgraded(&asked)?)))
            .at_once::<Ping>(|_, _| Ok(Pong { time: tickloom_store::now().as_i64() }))
    }
}

fn upgraded(registry: &Weak<Registry>) -> Result<Arc<Registry>, Failure> {
    registry.upgrade().ok_or_else(|| unavailable("the engine has ended"))
}

/// The protocol, and the methods that services brought along.
fn description(registry: &Registry) -> Description {
    let mut description = Description::of_this_version();
    let services = registry.services();
    let all = services.iter().flat_map(|entry| entry.methods()).map(|(described, _)| described);
    description.methods.extend(all.filter(|described| method(&described.name).is_none()));
    description
}

fn health(registry: &Registry) -> SystemHealth {
    let services = registry.shown();
    let reason = |service: &tickloom_protocol::methods::system::Service| {
        service.reason.as_ref().map(|reason| format!("{}: {reason}", service.name))
    };
    SystemHealth {
        is_healthy: services.iter().all(|service| service.is_healthy),
        reasons: services.iter().filter_map(reason).collect(),
        engine: env!("CARGO_PKG_VERSION").into(),
        pid: std::process::id(),
        started: registry.started.as_i64(),
        memory: metrics::memory().unwrap_or_default(),
        clients: u32::try_from(registry.connections().connections).unwrap_or(u32::MAX),
    }
}
