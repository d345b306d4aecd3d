//! Why a server cannot begin; what goes wrong later concerns one connection and is told to it.

use std::{io, net::IpAddr};

/// A server that cannot begin.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IpcError {
    /// An address that others than this machine reach.
    #[error("the engine listens on this machine alone, not on {address}: give 127.0.0.1 or ::1")]
    NotLoopback {
        /// The address.
        address: IpAddr,
    },
    /// The operating system gives no port.
    #[error("no port of {address} can be opened: {error}; is another limit of this machine reached?")]
    CannotListen {
        /// The address.
        address: IpAddr,
        /// Why.
        error: io::Error,
    },
    /// The operating system gives no random numbers.
    #[error("the operating system gives no random numbers, so no secret can be made: {reason}")]
    NoRandomness {
        /// Why.
        reason: String,
    },
}

impl IpcError {
    /// Every code of this enum.
    pub const CODES: &[&str] = &["ipc.not_loopback", "ipc.cannot_listen", "ipc.no_randomness"];

    /// The stable code of this error, the same in every language.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotLoopback { .. } => "ipc.not_loopback",
            Self::CannotListen { .. } => "ipc.cannot_listen",
            Self::NoRandomness { .. } => "ipc.no_randomness",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::IpcError;

    #[test]
    fn the_list_of_codes_is_what_code_can_answer() {
        let this_file = include_str!("error.rs");
        let answers = this_file.lines().filter_map(|line| line.split_once("=> \"")?.1.strip_suffix("\","));
        assert!(answers.eq(IpcError::CODES.iter().copied()));
    }
}
