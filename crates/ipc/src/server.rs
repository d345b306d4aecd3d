//! The listener: which connections there are, each on a task of its own, until it is told to stop.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};

use crate::{
    Handler, IpcError, Limits, Nonce, Switch,
    counters::{Counters, Present, count},
    http::{self, Gate, Refusal},
    listener::listen,
    switch::Stopping,
    visitor::{House, visit},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
    time::sleep,
};

/// How long to wait when the operating system gives no connection: until somebody closes a file.
const NOT_ACCEPTED: Duration = Duration::from_millis(50);

/// Where a server listens and whom it lets in.
#[derive(Clone, Debug)]
pub struct Config {
    /// 127.0.0.1, or ::1.
    pub address: IpAddr,
    /// 0 for any that is free.
    pub port: u16,
    /// What clients must know.
    pub nonce: Nonce,
    /// Origins of pages that may connect, exactly as browsers send them, such as `app://bundle`. Programs send none, and may.
    pub origins: Vec<String>,
    /// The engine's version, which clients are told.
    pub engine: String,
    /// What clients may take.
    pub limits: Limits,
}

impl Config {
    /// At 127.0.0.1, any port, no page's origin, usual limits.
    #[must_use]
    pub fn new(nonce: Nonce) -> Self {
        Self {
            address: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            nonce,
            origins: Vec::new(),
            engine: env!("CARGO_PKG_VERSION").into(),
            limits: Limits::default(),
        }
    }
}

/// A server that has its port, and serves once it [runs](Server::run).
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    house: Arc<House>,
    connections: Arc<Semaphore>,
    handshakes: Arc<Semaphore>,
}

impl Server {
    /// Opens the port. From here on clients can connect; they are answered when it runs.
    ///
    /// # Errors
    /// [`IpcError::NotLoopback`] for an address that other machines reach, [`IpcError::CannotListen`] if the port cannot be had.
    pub async fn bind(config: Config, handler: impl Handler) -> Result<Self, IpcError> {
        let Config { address, port, nonce, origins, engine, limits } = config;
        if !address.is_loopback() {
            return Err(IpcError::NotLoopback { address });
        }
        let cannot = |error| IpcError::CannotListen { address, error };
        let listener = listen((address, port).into()).map_err(cannot)?;
        let address = listener.local_addr().map_err(cannot)?;
        Ok(Self {
            listener,
            address,
            connections: Arc::new(Semaphore::new(limits.connections)),
            handshakes: Arc::new(Semaphore::new(limits.handshakes)),
            house: Arc::new(House {
                gate: Gate::new(address, origins),
                nonce,
                engine,
                handler: Arc::new(handler),
                limits: Arc::new(limits),
                counters: Arc::new(Counters::default()),
                stopping: Stopping::default(),
                sessions: AtomicU64::new(0),
            }),
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops it, and tells how it fares.
    #[must_use]
    pub fn switch(&self) -> Switch {
        Switch::new(self.house.stopping.clone(), self.house.counters.clone())
    }

    /// Serves until it is stopped and the last connection has ended.
    pub async fn run(self) {
        let mut visitors = JoinSet::new();
        tokio::select! {
            () = self.house.stopping.begun() => {}
            () = self.accept(&mut visitors) => {}
        }
        drop(self.listener);
        tokio::select! {
            () = self.house.stopping.at_once() => visitors.shutdown().await,
            () = async { while visitors.join_next().await.is_some() {} } => {}
        }
    }

    /// Takes one connection after the other. Those that have not shown yet who they are hold up others of their kind, which wait
    /// in the queue of the operating system.
    async fn accept(&self, visitors: &mut JoinSet<()>) {
        while let Ok(handshake) = self.handshakes.clone().acquire_owned().await {
            match self.listener.accept().await {
                Ok((stream, _)) => self.begin(stream, handshake, visitors),
                Err(_) => {
                    count(&self.house.counters.not_accepted);
                    sleep(NOT_ACCEPTED).await;
                }
            }
            // Those that have ended are forgotten here.
            while visitors.try_join_next().is_some() {}
        }
    }

    fn begin(&self, stream: TcpStream, handshake: OwnedSemaphorePermit, visitors: &mut JoinSet<()>) {
        let Ok(place) = self.connections.clone().try_acquire_owned() else {
            self.house.counters.refuse(Refusal::Unavailable.status());
            return http::refuse_at_once(&stream, Refusal::Unavailable);
        };
        let house = self.house.clone();
        visitors.spawn(async move {
            let _present = Present::new(&house.counters.connections);
            visit(&house, stream, handshake).await;
            drop(place);
        });
    }
}
