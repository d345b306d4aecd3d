//! A real server with methods that behave and misbehave, and a client that says exactly what a test wants, over real sockets.

#![allow(dead_code, reason = "each file of tests uses another part of it")]

mod client;
pub mod liar;
mod methods;
pub mod noise;
pub mod system;

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::{Arc, Mutex, atomic::AtomicU64},
    time::{Duration, Instant},
};

use tickloom_ipc::{Config, Limits, Nonce, Server, Switch};
use tokio::{runtime::Runtime, task::JoinHandle};

pub use client::{Client, Heard};
pub use methods::Methods;

/// The origin of the pages that may connect.
pub const ORIGIN: &str = "app://bundle";

/// As long as a test waits for what should come at once.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A server that runs until it is dropped.
pub struct Engine {
    pub address: SocketAddr,
    pub nonce: Nonce,
    pub switch: Switch,
    /// Answers that were dropped before they were ready.
    pub given_up: Arc<AtomicU64>,
    /// What events took whose cause was known.
    pub took: Arc<Mutex<Vec<Duration>>>,
    running: Option<JoinHandle<()>>,
    runtime: Runtime,
}

impl Engine {
    pub fn new() -> Self {
        Self::with(Limits::default())
    }

    pub fn with(limits: Limits) -> Self {
        Self::of(|config| config.limits = limits)
    }

    pub fn of(change: impl FnOnce(&mut Config)) -> Self {
        Self::on_threads(2, change)
    }

    pub fn on_threads(threads: usize, change: impl FnOnce(&mut Config)) -> Self {
        let builder = &mut tokio::runtime::Builder::new_multi_thread();
        let runtime = builder.worker_threads(threads).enable_all().build().unwrap();
        let nonce = Nonce::random().unwrap();
        let mut config = Config::new(nonce.clone());
        config.origins = vec![ORIGIN.into()];
        change(&mut config);
        let given_up = Arc::new(AtomicU64::new(0));
        let took = Arc::default();
        let methods =
            Methods { given_up: given_up.clone(), took: Arc::clone(&took), listening: Arc::default() };
        let server = runtime.block_on(Server::bind(config, methods)).unwrap();
        let (address, switch) = (server.address(), server.switch());
        let running = Some(runtime.spawn(server.run()));
        Self { address, nonce, switch, given_up, took, running, runtime }
    }

    /// A client that was welcomed.
    pub fn client(&self) -> Client {
        let mut client = self.stranger();
        client.hello(self.nonce.reveal());
        assert!(matches!(client.hear(), Heard::Welcome));
        client
    }

    /// A WebSocket whose first frame is still to come.
    pub fn stranger(&self) -> Client {
        Client::new(self.connect())
    }

    /// A bare connection.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// All that is answered to these bytes until the server closes.
    pub fn answer(&self, request: &[u8]) -> String {
        let mut stream = self.connect();
        // A server that has refused need not read the rest.
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8(answer).unwrap()
    }

    /// Waits until it has ended by itself.
    pub fn ended(&mut self) {
        let running = self.running.take().unwrap();
        let ended = async { tokio::time::timeout(PATIENCE, running).await };
        self.runtime.block_on(ended).expect("it ends").expect("it does not panic");
    }
}

/// Waits until something holds that should soon.
pub fn soon(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "{what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}
