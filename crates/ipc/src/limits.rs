//! Every bound of a server in one place: what a client may take, and for how long.

use std::time::Duration;

/// Bounds of a server and of each of its connections. The usual ones are [`Limits::default`]; tests have others.
///
/// What a connection can take at most: `unread_bytes`, the results of `requests` of them beyond that, `latest_bytes`, and one
/// frame of either direction.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Connections at once; one more is refused with HTTP 503.
    pub connections: usize,
    /// Those of them that have not said the nonce yet. Further ones wait in the queue of the operating system.
    pub handshakes: usize,
    /// From the first byte to the nonce.
    pub handshake_time: Duration,
    /// Requests and subscriptions of a connection that are open at once; one more is answered with `protocol.too_many_requests`.
    pub requests: usize,
    /// Bytes of replies that a client has not read, beyond which no further request of it is begun.
    pub unread_bytes: usize,
    /// Bytes that it has not read, beyond which parts of a result and events wait to be made.
    pub room_bytes: usize,
    /// Frames that wait for a client and must not be dropped. With one more it is closed as too slow.
    pub control_frames: usize,
    /// Keys of which the latest event waits. One more drops the oldest, and counts it.
    pub latest_keys: usize,
    /// Bytes of these events, likewise.
    pub latest_bytes: usize,
    /// Between two pings; when two of them brought no sign of life, the next would be the end.
    pub heartbeat: Duration,
    /// For how long a client may read nothing of what waits for it.
    pub stall: Duration,
    /// For how long a connection that ends waits for the other side.
    pub farewell: Duration,
    /// How long requests may still take when the server stops.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1_280,
            handshakes: 256,
            handshake_time: Duration::from_secs(5),
            requests: 64,
            unread_bytes: 32 << 20,
            room_bytes: 4 << 20,
            control_frames: 1_024,
            latest_keys: 4_096,
            latest_bytes: 4 << 20,
            heartbeat: Duration::from_secs(15),
            stall: Duration::from_secs(10),
            farewell: Duration::from_secs(2),
            drain: Duration::from_secs(5),
        }
    }
}

impl Limits {
    /// How often a connection looks at its clocks.
    pub(crate) fn pulse(&self) -> Duration {
        (self.heartbeat.min(self.stall) / 4).max(Duration::from_millis(1))
    }
}
