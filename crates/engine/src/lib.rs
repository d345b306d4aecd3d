//! The engine: services over one store, asked by many clients at once.
//!
//! This is the only crate that knows both the domain and the wire. A [`Service`] is a name, a table of [`Methods`] and how it is
//! started and stopped; the registry routes requests to it, on threads of its own, and counts what they took. What it knows not: sockets
//! (that is `crates/ipc`), Python, and how the process is started and watched.
//!
//! ```
//! use tickloom_engine::{Engine, EngineConfig};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let home = tempfile::tempdir()?;
//! # let home = home.path();
//! let engine = Engine::start(EngineConfig::new(home))?;
//! println!("READY {} {}", engine.address().port(), engine.nonce().reveal());
//! engine.stop();
//! engine.wait();
//! # Ok(())
//! # }
//! ```

mod complaint;
mod config;
mod counts;
mod data;
mod engine;
mod error;
mod feed;
mod importing;
mod methods;
mod metrics;
mod parts;
mod pool;
mod registry;
mod request;
mod router;
mod service;
mod services;
mod sessions;
mod tuning;
mod turns;
mod wire;

pub use config::EngineConfig;
pub use data::{Data, Packed};
pub use engine::Engine;
pub use error::EngineError;
pub use feed::{Events, Feed};
pub use methods::Methods;
pub use parts::Parts;
pub use request::Request;
pub use service::{Health, Service};
pub use tickloom_ipc::{Failure, Limits};
pub use tuning::Tuning;
pub use wire::errors::{Coded, failed};

/// The example of docs/services.md runs.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/services.md")]
struct Services;
