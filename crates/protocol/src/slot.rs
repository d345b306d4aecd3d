//! Fields of frames: how each is read from bytes and written, whatever its type.

use serde::{Deserialize, Serialize};

use crate::{
    definition::Type,
    error::ProtocolError,
    payload::{Payload, pack_into, unpack},
};

/// A type that a field of a frame can have.
pub(crate) trait Slot<'a>: Sized {
    const TYPE: Type;
    const IS_OPTIONAL: bool = false;

    /// The value that stands there; none if the field is missing or nil, and must not be.
    fn read(bytes: Option<&'a [u8]>) -> Result<Option<Self>, String>;

    fn write(&self, out: &mut Vec<u8>) -> Result<(), ProtocolError>;

    fn is_absent(&self) -> bool {
        false
    }
}

macro_rules! plain {
    ($($rust:ty => $kind:expr),*) => {
        $(impl<'a> Slot<'a> for $rust {
            const TYPE: Type = $kind;

            fn read(bytes: Option<&'a [u8]>) -> Result<Option<Self>, String> {
                plain(bytes)
            }

            fn write(&self, out: &mut Vec<u8>) -> Result<(), ProtocolError> {
                pack_into(out, self)
            }
        })*
    };
}

plain!(bool => Type::Bool, u32 => Type::U32, u64 => Type::Count, &'a str => Type::Text);

impl<'a> Slot<'a> for Payload<'a> {
    const TYPE: Type = Type::Payload;

    fn read(bytes: Option<&'a [u8]>) -> Result<Option<Self>, String> {
        Ok(bytes.map(Self::packed))
    }

    fn write(&self, out: &mut Vec<u8>) -> Result<(), ProtocolError> {
        Self::write(self, out)
    }
}

impl<'a, T: Slot<'a>> Slot<'a> for Option<T> {
    const TYPE: Type = T::TYPE;
    const IS_OPTIONAL: bool = true;

    fn read(bytes: Option<&'a [u8]>) -> Result<Option<Self>, String> {
        T::read(bytes).map(Some)
    }

    fn write(&self, out: &mut Vec<u8>) -> Result<(), ProtocolError> {
        self.as_ref().map_or(Ok(()), |value| value.write(out))
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

fn plain<'a, T: Deserialize<'a> + Serialize>(bytes: Option<&'a [u8]>) -> Result<Option<T>, String> {
    bytes.map(unpack).transpose()
}
