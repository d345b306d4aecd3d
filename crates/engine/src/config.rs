//! What an engine is told when it starts.

use std::path::PathBuf;

use tickloom_ipc::Limits;

use crate::Tuning;

/// Where an engine keeps its data, and whom it lets in.
#[derive(Clone, Debug)]
pub struct EngineConfig {
    /// The folder of the store; it is made if it is new.
    pub home: PathBuf,
    /// Origins of pages that may connect, exactly as browsers send them, such as `app://bundle`.
    pub origins: Vec<String>,
    /// What clients may take.
    pub limits: Limits,
    /// What requests may take, until it is told anew.
    pub tuning: Tuning,
}

impl EngineConfig {
    /// A home, no page's origin, usual limits.
    #[must_use]
    pub fn new(home: impl Into<PathBuf>) -> Self {
        Self { home: home.into(), origins: Vec::new(), limits: Limits::default(), tuning: Tuning::default() }
    }
}
