//! The part of a frame that a method defines: bytes that were received, or a value that is written straight into the frame.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{error::ProtocolError, limits::MAX_DEPTH};

/// Bytes that most values and frames fit in, for which there is memory before they are packed: so it need not grow in steps.
pub(crate) const ROOM: usize = 1 << 10;

/// Parameters, a result, an event's data or an error's details.
///
/// What was received stays as it is in the frame until somebody [decodes](Self::decode) it; what is sent is written without
/// another copy.
#[derive(Clone, Copy)]
pub struct Payload<'a>(Content<'a>);

#[derive(Clone, Copy)]
enum Content<'a> {
    Packed(&'a [u8]),
    Value(&'a (dyn Pack + Sync)),
}

/// What can be written as MessagePack, whatever its type.
trait Pack {
    fn pack(&self, out: &mut Vec<u8>) -> Result<(), ProtocolError>;
}

impl<T: Serialize> Pack for T {
    fn pack(&self, out: &mut Vec<u8>) -> Result<(), ProtocolError> {
        rmp_serde::encode::write_named(out, self)
            .map_err(|error| ProtocolError::Unsendable(error.to_string()))
    }
}

impl<'a> Payload<'a> {
    /// A map without entries.
    pub const EMPTY: Payload<'static> = Payload(Content::Packed(&[0x80]));

    /// A value to be sent.
    pub fn of(value: &'a (impl Serialize + Sync)) -> Self {
        Self(Content::Value(value))
    }

    /// A value that was packed before.
    ///
    /// # Errors
    /// What [`check`](crate::check) says of these bytes.
    pub fn checked(bytes: &'a [u8]) -> Result<Self, ProtocolError> {
        crate::check(bytes)?;
        Ok(Self::packed(bytes))
    }

    /// The [`bytes`](Self::bytes) of a payload again, which were checked as part of their frame.
    #[must_use]
    pub fn received(bytes: &'a [u8]) -> Self {
        Self::packed(bytes)
    }

    /// Bytes of a frame that are one value.
    pub(crate) fn packed(bytes: &'a [u8]) -> Self {
        Self(Content::Packed(bytes))
    }

    /// The value, of which fields that are not known are ignored.
    ///
    /// # Errors
    /// [`ProtocolError::BadParams`] if it is none of this type.
    pub fn decode<T: for<'de> Deserialize<'de>>(&self) -> Result<T, ProtocolError> {
        unpack(&self.pack()?).map_err(ProtocolError::BadParams)
    }

    /// The bytes that were received; none of a value that is to be sent.
    #[must_use]
    pub fn bytes(&self) -> Option<&'a [u8]> {
        match self.0 {
            Content::Packed(bytes) => Some(bytes),
            Content::Value(_) => None,
        }
    }

    /// The value as MessagePack.
    ///
    /// # Errors
    /// [`ProtocolError::Unsendable`] if MessagePack cannot hold it.
    pub fn to_bytes(&self) -> Result<Vec<u8>, ProtocolError> {
        Ok(self.pack()?.into_owned())
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) -> Result<(), ProtocolError> {
        match self.0 {
            Content::Packed(bytes) => out.extend_from_slice(bytes),
            Content::Value(value) => value.pack(out)?,
        }
        Ok(())
    }

    fn pack(&self) -> Result<std::borrow::Cow<'a, [u8]>, ProtocolError> {
        match self.0 {
            Content::Packed(bytes) => Ok(bytes.into()),
            Content::Value(value) => {
                let mut packed = Vec::with_capacity(ROOM);
                value.pack(&mut packed)?;
                Ok(packed.into())
            }
        }
    }
}

/// A value out of bytes that the scanner let pass.
pub(crate) fn unpack<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, String> {
    let mut reader = rmp_serde::Deserializer::from_read_ref(bytes);
    reader.set_max_depth(MAX_DEPTH);
    T::deserialize(&mut reader).map_err(|error| error.to_string())
}

/// Appends a value.
pub(crate) fn pack_into(out: &mut Vec<u8>, value: &impl Serialize) -> Result<(), ProtocolError> {
    Pack::pack(value, out)
}

impl PartialEq for Payload<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.pack() == other.pack()
    }
}

impl fmt::Debug for Payload<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Payload({:02x?})", self.pack())
    }
}
