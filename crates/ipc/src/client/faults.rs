//! What goes wrong on this side of a connection; what the engine says goes to the caller unchanged.

use std::fmt::Display;

use crate::Failure;

/// Codes that a client adds to those of the engine.
pub const CODES: &[&str] =
    &["ipc.disconnected", "ipc.unreachable", "ipc.closed", "ipc.result_too_large", "ipc.cannot_start"];

pub(crate) fn disconnected(why: &Failure) -> Failure {
    let message = format!(
        "the connection to the engine broke before the answer came ({}: {}); what was asked may have been done: \
         look before you ask again",
        why.code(),
        why.message()
    );
    Failure::new("ipc.disconnected", message)
}

pub(crate) fn still_disconnected(why: &Failure) -> Failure {
    let message = format!(
        "there is no connection to the engine ({}: {}); nothing was asked: try again when it is back",
        why.code(),
        why.message()
    );
    Failure::new("ipc.disconnected", message)
}

pub(crate) fn unreachable(address: impl Display, why: impl Display) -> Failure {
    let message = format!("no engine answers at {address}: {why}; start it with `tickloom engine`");
    Failure::new("ipc.unreachable", message)
}

pub(crate) fn closed() -> Failure {
    Failure::new("ipc.closed", "the connection was closed: make another one")
}

pub(crate) fn result_too_large(most: usize) -> Failure {
    Failure::new("ipc.result_too_large", format!("the result has more than {most} bytes: ask for less"))
}

pub(crate) fn cannot_start(why: impl Display) -> Failure {
    Failure::new("ipc.cannot_start", format!("no thread for a connection can be started: {why}"))
}

pub(crate) fn too_many_waiting(most: usize) -> Failure {
    let message = format!("{most} requests wait already: wait for some of them");
    Failure::new("protocol.too_many_requests", message)
}

/// The engine does not keep to the protocol.
pub(crate) fn nonsense(what: impl Display) -> Failure {
    Failure::new("protocol.malformed", format!("what came is no answer of an engine: {what}"))
}

pub(crate) fn silent() -> Failure {
    Failure::new("protocol.unresponsive", "the engine gives no sign of life")
}

pub(crate) fn gone() -> Failure {
    Failure::new("ipc.unreachable", "the engine closed the connection without a word")
}

#[cfg(test)]
mod tests {
    use super::CODES;

    #[test]
    fn every_code_of_this_side_is_listed() {
        let this_file = include_str!("faults.rs");
        let mut made: Vec<_> =
            this_file.split("Failure::new(").skip(1).filter_map(|rest| rest.split('"').nth(1)).collect();
        made.retain(|code| code.starts_with("ipc."));
        assert!(made.iter().all(|code| CODES.contains(code)) && CODES.iter().all(|code| made.contains(code)));
    }
}
