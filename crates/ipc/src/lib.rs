//! Connections between the engine and its clients: MessagePack over WebSocket, on the loopback alone.
//!
//! This crate knows frames and sockets, and nothing of what methods do: who serves them is a [`Handler`]. It bounds everything that
//! a client can make grow, holds each to a handshake, and keeps one client's trouble away from the others.
//!
//! ```
//! use tickloom_ipc::{Answer, Call, Config, Handler, Nonce, Reply, Server, Subscription};
//!
//! struct Echo;
//!
//! impl Handler for Echo {
//!     fn request(&self, call: Call) -> Answer<Reply> {
//!         Box::pin(async move { call.reply(&call.params::<Vec<i64>>()?) })
//!     }
//!     fn subscribe(&self, call: Call) -> Answer<Subscription> {
//!         Box::pin(async move { Err(call.unknown_method()) })
//!     }
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
//! let server = Server::bind(Config::new(Nonce::random()?), Echo).await?;
//! let switch = server.switch();
//! let running = tokio::spawn(server.run());
//! switch.stop();
//! running.await?;
//! # Ok(()) })
//! # }
//! ```

mod call;
mod cancellation;
pub mod client;
mod connection;
mod counters;
mod dispatch;
mod ending;
mod error;
mod events;
mod failure;
mod farewell;
mod greeting;
mod guarded;
mod handler;
mod http;
mod limits;
mod listener;
mod mask;
mod nonce;
mod outbox;
mod peer;
mod pending;
mod server;
mod switch;
mod unsent;
mod visitor;
mod wire;

pub use call::{Call, Part, Reply};
pub use cancellation::Cancellation;
pub use counters::Counts;
pub use error::IpcError;
pub use events::Events;
pub use failure::Failure;
pub use handler::{Answer, Handler, Page, Subscription};
pub use limits::Limits;
pub use nonce::Nonce;
pub use server::{Config, Server};
pub use switch::Switch;
