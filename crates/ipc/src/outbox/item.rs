//! A frame that must not be dropped, before and after it gets its place in the order of events.

use bytes::Bytes;

/// Waits to be sent.
pub(crate) enum Item {
    /// A whole frame.
    Frame {
        /// Its bytes.
        bytes: Bytes,
        /// The request or subscription whose number is free once the frame is on its way.
        finishes: Option<u32>,
    },
    /// Says that a stream has begun: none of its events comes before.
    Beginning {
        /// The stream.
        stream: u64,
        /// Its bytes.
        bytes: Bytes,
    },
    /// An event, which gets its number when its turn comes.
    Event {
        /// The stream.
        stream: u64,
        /// Packed.
        data: Bytes,
        /// Whether none comes after it.
        is_last: bool,
    },
}

impl Item {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Frame { bytes, .. } | Self::Beginning { bytes, .. } => bytes.len(),
            Self::Event { data, .. } => data.len(),
        }
    }

    pub(super) fn is_of(&self, wanted: u64) -> bool {
        matches!(self, Self::Event { stream, .. } if *stream == wanted)
    }
}

/// A frame whose turn has come.
pub(crate) struct Outgoing {
    /// Its bytes.
    pub(crate) bytes: Bytes,
    /// As in [`Item::Frame`].
    pub(crate) finishes: Option<u32>,
}
