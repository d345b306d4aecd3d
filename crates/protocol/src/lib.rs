//! The contract between the engine and its clients: frames, methods, events, error codes and the API level, defined once.
//!
//! From here one command (`make codegen`) writes the types of Python and TypeScript and `docs/protocol.md`. This crate knows no
//! socket and nothing of what methods do.
//!
//! A frame is decoded where it lies. Bytes that lie about their size or nest without end are refused before anything is kept:
//!
//! ```
//! use tickloom_protocol::{Frame, Payload, ProtocolError};
//!
//! let params = std::collections::BTreeMap::from([("symbol", "EURUSD")]);
//! let bytes = Frame::Request { id: 7, method: "ticks.range", params: Payload::of(&params) }.encode()?;
//! let Frame::Request { id, method, .. } = Frame::decode(&bytes)? else { panic!("a request") };
//! assert_eq!((id, method), (7, "ticks.range"));
//!
//! let nested = [0x91; 1_000_000];
//! assert_eq!(tickloom_protocol::check(&nested).unwrap_err().code(), "protocol.too_deep");
//! # Ok::<(), ProtocolError>(())
//! ```

mod definition;
mod description;
mod entries;
mod error;
mod errors;
pub mod examples;
mod frame;
mod limits;
mod method;
pub mod methods;
mod notation;
mod payload;
mod reach;
mod record;
mod scalar;
mod scan;
mod slot;

pub use definition::{Field, Record, Type, Wire};
pub use error::ProtocolError;
pub use errors::{ERRORS, ErrorCode, is_retryable};
pub use frame::{FRAMES, Frame, FrameKind, Sender};
pub use limits::{MAX_DEPTH, MAX_FRAME_BYTES, MAX_HELLO_BYTES, MAX_VALUES};
pub use method::{Answer, Method, MethodInfo};
pub use methods::description::{
    Description, ErrorDescription, FieldDescription, MethodDescription, RecordDescription,
};
pub use notation::{hex, notation};
pub use payload::Payload;
pub use reach::records;
pub use scalar::Scalar;
pub use scan::check;

/// The version of the frames. Another one means that old clients and new engines do not understand each other.
pub const PROTOCOL_VERSION: u32 = 1;

/// How far methods, fields and error codes go. It rises with each release that adds some; none is ever taken away.
pub const API_LEVEL: u32 = 1;
