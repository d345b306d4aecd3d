//! What is wrong with bytes that should be a frame, or with values that should be a method's.

use crate::limits::{MAX_DEPTH, MAX_FRAME_BYTES, MAX_VALUES};

/// Why bytes are no frame, or a value is none of its type.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProtocolError {
    /// More bytes than a frame may have.
    #[error("a frame of {bytes} bytes; at most {MAX_FRAME_BYTES} are allowed: ask for less at once")]
    FrameTooLarge {
        /// How many.
        bytes: usize,
    },
    /// Values nested deeper than any method needs.
    #[error("values are nested deeper than {MAX_DEPTH} at byte {byte}: send them flat")]
    TooDeep {
        /// Where the value stands that is too deep.
        byte: usize,
    },
    /// More values than a frame may have.
    #[error("more than {MAX_VALUES} values in one frame: send rows as columns")]
    TooManyValues,
    /// No MessagePack, or other than the protocol uses.
    #[error("byte {byte}: {reason}")]
    Malformed {
        /// Where it stops making sense.
        byte: usize,
        /// What stands there.
        reason: &'static str,
    },
    /// A map that is no frame: a field is missing, or of another type.
    #[error("no frame: {0}; docs/protocol.md lists the kinds and their fields")]
    NoFrame(String),
    /// Parameters that are none of the method.
    #[error("the parameters do not fit: {0}; docs/protocol.md lists those of every method")]
    BadParams(String),
    /// A value of our own that MessagePack cannot hold.
    #[error("the value cannot be sent: {0}")]
    Unsendable(String),
}

impl ProtocolError {
    /// The stable code of this error, the same in every language and on the wire.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::FrameTooLarge { .. } => "protocol.frame_too_large",
            Self::TooDeep { .. } => "protocol.too_deep",
            Self::TooManyValues => "protocol.too_many_values",
            Self::Malformed { .. } | Self::NoFrame(_) => "protocol.malformed",
            Self::BadParams(_) => "protocol.bad_params",
            Self::Unsendable(_) => "protocol.internal",
        }
    }
}
