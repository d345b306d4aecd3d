//! Why a connection ends, and the close code that says so: those of the protocol's table of errors, no others.

use tickloom_protocol::{ERRORS, ProtocolError};
use tungstenite::{
    Error as WsError,
    error::{CapacityError, ProtocolError as WsProtocolError},
};

use crate::Failure;

/// Policy violation: what stands in no table is at least told to be an error.
const UNLISTED: u16 = 1008;

/// Why a connection ends.
#[derive(Debug)]
pub(crate) enum Ending {
    /// The client has gone.
    Left,
    /// It is told why.
    Told(Failure),
}

impl Ending {
    pub(crate) fn told(code: &'static str, message: impl Into<String>) -> Self {
        Self::Told(Failure::new(code, message))
    }

    pub(crate) fn unauthorized() -> Self {
        Self::told("protocol.unauthorized", "")
    }

    pub(crate) fn handshake_timeout() -> Self {
        Self::told("protocol.handshake_timeout", "")
    }

    pub(crate) fn slow_consumer(reason: &str) -> Self {
        Self::told("protocol.slow_consumer", reason)
    }

    pub(crate) fn unresponsive() -> Self {
        Self::told("protocol.unresponsive", "two pings brought no answer")
    }

    pub(crate) fn shutting_down() -> Self {
        Self::told("protocol.shutting_down", "the engine ends; connect again when it is back")
    }

    /// Its code; the client has gone of its own accord if there is none.
    pub(crate) fn code(&self) -> Option<&str> {
        match self {
            Self::Left => None,
            Self::Told(failure) => Some(failure.code()),
        }
    }

    pub(crate) fn is_slow(&self) -> bool {
        matches!(self, Self::Told(failure) if failure.code() == "protocol.slow_consumer")
    }
}

impl From<ProtocolError> for Ending {
    fn from(error: ProtocolError) -> Self {
        Self::told(error.code(), error.to_string())
    }
}

impl From<WsError> for Ending {
    fn from(error: WsError) -> Self {
        match error {
            WsError::Protocol(WsProtocolError::ResetWithoutClosingHandshake) => Self::Left,
            WsError::Capacity(CapacityError::MessageTooLong { size, .. }) => {
                ProtocolError::FrameTooLarge { bytes: size }.into()
            }
            WsError::Protocol(error) => Self::told("protocol.malformed", error.to_string()),
            WsError::Utf8(_) => Self::told("protocol.malformed", "frames are binary"),
            _ => Self::Left,
        }
    }
}

/// The close code of an error.
pub(crate) fn close_code(code: &str) -> u16 {
    ERRORS.iter().find(|error| error.code == code).and_then(|error| error.close).unwrap_or(UNLISTED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ending_has_a_close_code_of_the_table() {
        let endings = [
            Ending::unauthorized(),
            Ending::handshake_timeout(),
            Ending::slow_consumer(""),
            Ending::unresponsive(),
            Ending::shutting_down(),
            ProtocolError::TooManyValues.into(),
            ProtocolError::TooDeep { byte: 0 }.into(),
            ProtocolError::FrameTooLarge { bytes: 0 }.into(),
            ProtocolError::NoFrame(String::new()).into(),
        ];
        for ending in endings {
            let Ending::Told(failure) = ending else { panic!("{ending:?} is told") };
            assert_ne!(close_code(failure.code()), UNLISTED, "{}", failure.code());
        }
    }
}
