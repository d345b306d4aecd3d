//! An engine from its start to its end.

use std::{
    net::SocketAddr,
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread,
    time::Duration,
};

use tickloom_ipc::{Config, Nonce, Server, Switch};
use tickloom_store::Store;
use tokio::runtime::{Builder, Runtime};
use tracing::info;

use crate::{
    EngineConfig, EngineError, Service, Tuning, registry::Registry, router::Router, services, tuning::Tuned,
    turns::Turns,
};

/// Threads that serve connections. Work is done on others.
const THREADS: usize = 2;

/// How often is looked after services that have failed.
const LOOK: Duration = Duration::from_millis(500);

/// An engine that serves. Dropping it ends it at once.
pub struct Engine {
    address: SocketAddr,
    nonce: Nonce,
    switch: Switch,
    registry: Arc<Registry>,
    tuned: Tuned,
    stops: Mutex<u32>,
    ended: Arc<Ended>,
}

#[derive(Default)]
struct Ended {
    has_ended: Mutex<bool>,
    changed: Condvar,
}

impl Ended {
    fn set(&self) {
        *self.has_ended.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }
}

impl Engine {
    /// Opens the store, which repairs what a crash has left, and returns when clients are served.
    ///
    /// A service of its own that fails to start does not stop it: `system.services` shows which, and why.
    ///
    /// # Errors
    /// [`EngineError::Store`] if the store cannot be opened, for instance as another process owns it; [`EngineError::Ipc`] without a
    /// port; [`EngineError::NoThreads`].
    pub fn start(config: EngineConfig) -> Result<Self, EngineError> {
        let store = Store::open(&config.home)?;
        let runtime = runtime()?;
        let registry = Arc::new(Registry::new());
        let tuned = Tuned::default();
        tuned.set(config.tuning);
        for service in services::all(&registry, &store, &tuned) {
            registry.add(service)?;
        }
        let nonce = Nonce::random()?;
        let server = bind(config, &nonce, &registry, &runtime)?;
        let (address, switch) = (server.address(), server.switch());
        registry.connect(switch.clone());
        let ended = Arc::<Ended>::default();
        let engine = Self { address, nonce, switch, registry, tuned, stops: Mutex::default(), ended };
        engine.run(runtime, server, store)?;
        for entry in engine.registry.services() {
            // What is wrong with it stands in its state.
            let _ = engine.registry.start(entry.name());
        }
        info!(port = address.port(), version = env!("CARGO_PKG_VERSION"), "engine serves");
        Ok(engine)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What clients must know.
    #[must_use]
    pub fn nonce(&self) -> &Nonce {
        &self.nonce
    }

    /// Tells it anew what requests may take, from the next one on.
    pub fn tune(&self, tuning: Tuning) {
        self.tuned.set(tuning);
    }

    /// Takes another service, and starts it. If that fails, it is there and stands as failed: `system.services` says why.
    ///
    /// # Errors
    /// [`EngineError::ServiceInvalid`] if its name or one of its methods is taken, or what it needs is not there;
    /// [`EngineError::Ended`].
    pub fn add(&self, service: impl Service) -> Result<(), EngineError> {
        if self.has_ended() {
            return Err(EngineError::Ended);
        }
        let entry = self.registry.add(Arc::new(service))?;
        let _ = self.registry.start(entry.name());
        Ok(())
    }

    /// Ends it: requests that are open are answered, services stop in reverse order, and the store is closed. Called again, all of it
    /// at once. It does not wait.
    pub fn stop(&self) {
        let mut stops = self.stops.lock().unwrap_or_else(PoisonError::into_inner);
        *stops += 1;
        info!(times = *stops, "engine is told to stop");
        if *stops > 1 {
            self.registry.hurry();
        }
        self.switch.stop();
    }

    /// Waits until it has ended, and the store is closed.
    pub fn wait(&self) {
        let has_ended = self.ended.has_ended.lock().unwrap_or_else(PoisonError::into_inner);
        let ended = self.ended.changed.wait_while(has_ended, |has_ended| !*has_ended);
        drop(ended.unwrap_or_else(PoisonError::into_inner));
    }

    /// Whether it has ended.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        *self.ended.has_ended.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Serves on a thread until it is stopped, then puts everything away.
    fn run(&self, runtime: Runtime, server: Server, store: Store) -> Result<(), EngineError> {
        let (registry, ended) = (self.registry.clone(), self.ended.clone());
        let serve = move || {
            runtime.block_on(async {
                tokio::select! {
                    () = server.run() => {}
                    () = look_after(&registry) => {}
                }
            });
            registry.end();
            registry.clear();
            runtime.shutdown_timeout(Duration::from_millis(500));
            drop(store);
            info!("engine has ended");
            ended.set();
        };
        let begun = thread::Builder::new().name("tickloom-engine".into()).spawn(serve);
        begun.map(drop).map_err(|error| {
            self.ended.set();
            EngineError::NoThreads(error)
        })
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.stop();
        self.stop();
        self.wait();
    }
}

fn runtime() -> Result<Runtime, EngineError> {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(THREADS).thread_name("tickloom-engine").enable_all();
    builder.build().map_err(EngineError::NoThreads)
}

fn bind(
    config: EngineConfig,
    nonce: &Nonce,
    registry: &Arc<Registry>,
    runtime: &Runtime,
) -> Result<Server, EngineError> {
    let EngineConfig { origins, limits, .. } = config;
    let config = Config { origins, limits, ..Config::new(nonce.clone()) };
    let router =
        Router { registry: registry.clone(), runtime: runtime.handle().clone(), turns: Turns::default() };
    Ok(runtime.block_on(Server::bind(config, router))?)
}

/// Starts services again that have failed and want it. It never ends.
async fn look_after(registry: &Arc<Registry>) {
    let mut clock = tokio::time::interval(LOOK);
    loop {
        clock.tick().await;
        if registry.is_retry_due() {
            let registry = registry.clone();
            let _ = tokio::task::spawn_blocking(move || registry.retry()).await;
        }
    }
}
