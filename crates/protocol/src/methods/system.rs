//! The engine itself: what it can do, what runs in it, and how that is.

use super::{common::Empty, description::Description};
use crate::{method::methods, record::records};

const SERVICE: &[&str] = &["service.unknown"];

records! {
    /// How long events took inside the engine, from the frame that caused one to the socket of its own.
    EventCounts {
        /// How many were caused by a request; those that a replay plays by itself are not counted.
        events: u64,
        /// Half of them took no longer.
        p50: f64 => unit("s"),
        /// Of a hundred, 99 took no longer.
        p99: f64 => unit("s"),
        /// Of a thousand, 999 took no longer.
        p999: f64 => unit("s"),
        /// None took longer.
        longest: f64 => unit("s"),
    }

    /// How often a method was called, and how long it took.
    MethodCounts {
        /// Its name.
        method: String,
        /// How often it was called.
        calls: u64,
        /// How often it failed.
        errors: u64,
        /// Half of the calls took no longer.
        p50: f64 => unit("s"),
        /// Of a hundred calls, 99 took no longer.
        p99: f64 => unit("s"),
        /// No call took longer.
        longest: f64 => unit("s"),
        /// Of a subscription: how long its events took; missing while there are none.
        events: Option<EventCounts>,
    }

    /// A service of the engine.
    Service {
        /// Its name.
        name: String,
        /// How it stands.
        state: String => words(&["starting", "running", "stopping", "stopped", "failed"]),
        /// Whether it does what it should.
        is_healthy: bool,
        /// Why not; missing if it does.
        reason: Option<String>,
        /// Services that must run before it.
        needs: Vec<String>,
        /// Since when it stands so.
        since: i64 => time(),
        /// How often it was started again.
        restarts: u64,
        /// What it was asked.
        methods: Vec<MethodCounts>,
    }

    /// What runs.
    ServiceList {
        /// In the order in which they are started.
        services: Vec<Service>,
    }

    /// Names a service.
    ServiceName {
        /// Its name.
        name: String,
    }

    /// How the engine is.
    SystemHealth {
        /// Whether every service does what it should.
        is_healthy: bool,
        /// Those that do not, and why.
        reasons: Vec<String>,
        /// The engine's version.
        engine: String,
        /// Its process.
        pid: u32,
        /// Since when it runs.
        started: i64 => time(),
        /// What it holds of memory.
        memory: u64 => unit("bytes"),
        /// Connections that are open, those that have not said the nonce yet too.
        clients: u32,
    }

    /// What the engine's clock shows.
    Pong {
        /// Its time.
        time: i64 => time(),
    }
}

methods! {
    /// The methods, records and error codes of this engine: what this page says, from the same table.
    Describe = Once "system.describe"(Empty) -> Description, [];
    /// What runs, and how it is.
    Services = Once "system.services"(Empty) -> ServiceList, [];
    /// Starts a service, and those that it needs.
    Start = Once "system.start"(ServiceName) -> Service, [SERVICE, &["service.unavailable"]];
    /// Stops a service, and those that need it.
    Stop = Once "system.stop"(ServiceName) -> Service, [SERVICE];
    /// Stops a service and starts it again.
    Restart = Once "system.restart"(ServiceName) -> Service, [SERVICE, &["service.unavailable"]];
    /// How the engine is.
    Health = Once "system.health"(Empty) -> SystemHealth, [];
    /// Answers at once.
    Ping = Once "system.ping"(Empty) -> Pong, [];
}
