//! A real engine over a real home, and a client over a real socket that holds every error against the protocol.

#![allow(dead_code, unused_imports, reason = "each file of tests uses another part of it")]

mod client;
pub mod market;

use std::{
    net::TcpStream,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use tempfile::TempDir;
use tickloom_engine::{Engine, EngineConfig};

pub use client::{Client, Heard, Refused};

/// As long as a test waits for what should come at once.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// An engine in a home that is gone with it.
pub struct Running {
    pub engine: Engine,
    home: TempDir,
}

impl Running {
    /// One without a tick.
    pub fn empty() -> Self {
        Self::over(|_| {})
    }

    /// One over what is put into its home before.
    pub fn over(fill: impl FnOnce(&Path)) -> Self {
        let home = tempfile::tempdir().unwrap();
        fill(home.path());
        let engine = Engine::start(EngineConfig::new(home.path())).unwrap();
        Self { engine, home }
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// A client that was welcomed.
    pub fn client(&self) -> Client {
        let stream = TcpStream::connect(self.engine.address()).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Client::new(stream, self.engine.nonce().reveal())
    }

    /// The page of Prometheus.
    pub fn metrics(&self) -> String {
        use std::io::{Read, Write};
        let address = self.engine.address();
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET /metrics HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

/// Real files of the data folder beside the checkout; a test without them fails.
pub fn shared(path: &str) -> PathBuf {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    assert!(found.exists(), "{} is missing", found.display());
    found
}

/// Waits until something holds that should soon.
pub fn soon(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "{what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}
