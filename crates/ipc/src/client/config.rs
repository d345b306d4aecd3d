//! What a client is told: who it is, where the engine is, and how much it may hold.

use std::{fmt, net::SocketAddr, time::Duration};

use crate::Failure;

/// Where an engine is, and what it wants to hear. It does not show its secret.
#[derive(Clone)]
pub struct Endpoint {
    /// On the loopback.
    pub address: SocketAddr,
    /// What the engine printed for those who may connect.
    pub nonce: String,
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Endpoint({}, …)", self.address)
    }
}

/// What the engine said of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Welcome {
    /// The engine's version.
    pub engine: String,
    /// How far its methods go.
    pub api_level: u32,
    /// The name of the connection in the engine's logs.
    pub session: String,
}

/// Finds the engine.
pub(crate) type Find = Box<dyn FnMut() -> Result<Endpoint, Failure> + Send>;

/// Who connects, and where to.
pub struct ClientConfig {
    pub(crate) name: String,
    pub(crate) find: Find,
    /// The usual ones, unless they are changed.
    pub limits: ClientLimits,
}

impl ClientConfig {
    /// A client with its name and version, for people. `find` is asked before each attempt to connect, on the client's thread: an
    /// engine that was started anew has another port and another nonce.
    pub fn new(
        name: impl Into<String>,
        find: impl FnMut() -> Result<Endpoint, Failure> + Send + 'static,
    ) -> Self {
        Self { name: name.into(), find: Box::new(find), limits: ClientLimits::default() }
    }
}

/// Bounds of a client.
#[derive(Clone, Debug)]
pub struct ClientLimits {
    /// From the first byte to the engine's welcome.
    pub connect: Duration,
    /// Before the first attempt to connect again. It doubles each time.
    pub first_pause: Duration,
    /// Between two attempts, at most.
    pub longest_pause: Duration,
    /// For how long requests wait while there is no connection.
    pub patience: Duration,
    /// Without a byte from the engine after which it is pinged; after three of them the connection counts as broken.
    pub heartbeat: Duration,
    /// Requests and subscriptions that the engine has at once; others wait here.
    pub open: usize,
    /// Requests and subscriptions that wait; one more is refused with `protocol.too_many_requests`.
    pub waiting: usize,
    /// Bytes of a result, in all of its parts.
    pub result_bytes: usize,
    /// Events of a subscription that wait to be taken.
    pub events: usize,
    /// Bytes of these events.
    pub event_bytes: usize,
}

impl Default for ClientLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            first_pause: Duration::from_millis(50),
            longest_pause: Duration::from_secs(5),
            patience: Duration::from_secs(5),
            heartbeat: Duration::from_secs(15),
            open: 60,
            waiting: 1_024,
            result_bytes: (4 << 30) - 1,
            events: 4_096,
            event_bytes: 16 << 20,
        }
    }
}
