//! Why an engine does not start, or a service is not taken.

use std::io;

use tickloom_ipc::IpcError;
use tickloom_store::StoreError;

/// An engine that cannot be, or a service that it cannot have.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The operating system gives no threads.
    #[error("the engine cannot have threads: {0}; close other programs, or raise the limit of processes")]
    NoThreads(#[source] io::Error),
    /// A service that does not fit to those that are there.
    #[error("the service {name:?} cannot be added: {reason}")]
    ServiceInvalid {
        /// Its name.
        name: String,
        /// Why not.
        reason: String,
    },
    /// The engine has ended.
    #[error("the engine has ended: start another one")]
    Ended,
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No port, or no secret.
    #[error(transparent)]
    Ipc(#[from] IpcError),
}

tickloom_model::error_codes! { EngineError {
    NoThreads => "engine.no_threads",
    ServiceInvalid => "engine.service_invalid",
    Ended => "engine.ended";
    Self::Store(error) => error.code(),
    Self::Ipc(error) => error.code(),
} }
