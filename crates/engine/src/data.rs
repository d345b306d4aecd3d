//! What travels as a result: values of Rust, or bytes that somebody else has packed.

use serde::Serialize;
use tickloom_ipc::Failure;
use tickloom_protocol::Payload;

/// A value as MessagePack, in languages whose types are not known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed(pub Vec<u8>);

/// What can be sent.
pub trait Data {
    /// It as a part of a frame.
    ///
    /// # Errors
    /// `protocol.internal` for bytes that are no single value within the bounds of frames.
    fn payload(&self) -> Result<Payload<'_>, Failure>;
}

impl<T: Serialize + Sync> Data for T {
    fn payload(&self) -> Result<Payload<'_>, Failure> {
        Ok(Payload::of(self))
    }
}

impl Data for Packed {
    fn payload(&self) -> Result<Payload<'_>, Failure> {
        Payload::checked(&self.0).map_err(|error| {
            Failure::new("protocol.internal", format!("a service gave what no frame can hold: {error}"))
        })
    }
}
