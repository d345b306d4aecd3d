//! A frame that must not be dropped, before and after it gets its place in the order of events.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

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
        /// What it tells.
        data: Packed,
        /// Whether none comes after it.
        is_last: bool,
    },
}

impl Item {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Frame { bytes, .. } | Self::Beginning { bytes, .. } => bytes.len(),
            Self::Event { data, .. } => data.bytes.len(),
        }
    }

    pub(super) fn is_of(&self, wanted: u64) -> bool {
        matches!(self, Self::Event { stream, .. } if *stream == wanted)
    }
}

/// What an event tells, and when that was caused, if somebody wants to know how long it took.
#[derive(Debug, PartialEq)]
pub(crate) struct Packed {
    pub(crate) bytes: Bytes,
    pub(crate) caused: Option<Instant>,
}

/// Is told how long events took.
pub(crate) type Observer = Arc<dyn Fn(Duration) + Send + Sync>;

/// An event on its way whose time is measured.
pub(crate) struct Delivery {
    pub(super) caused: Instant,
    pub(super) observer: Observer,
}

impl Delivery {
    /// Tells that it is at the socket.
    pub(crate) fn tell(self) {
        (self.observer)(self.caused.elapsed());
    }
}

/// A frame whose turn has come.
pub(crate) struct Outgoing {
    /// Its bytes.
    pub(crate) bytes: Bytes,
    /// As in [`Item::Frame`].
    pub(crate) finishes: Option<u32>,
    /// Who is told when it is handed over.
    pub(crate) delivery: Option<Delivery>,
}
