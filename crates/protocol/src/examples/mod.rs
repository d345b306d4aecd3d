//! One frame or more of each kind, with the extremes of every type: the golden frames, which the documentation shows.

mod answering;
mod asking;
mod values;

use crate::{error::ProtocolError, frame::Frame};

/// A frame to learn from.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its kind, and what is special about it.
    pub name: &'static str,
    /// What it says, for people.
    pub about: &'static str,
    /// Whose parameters, result or data stand in it.
    pub method: Option<&'static str>,
    /// The frame.
    pub bytes: Vec<u8>,
}

/// All examples: what clients send, then what the engine does.
///
/// # Errors
/// If one cannot be written, which a test excludes.
pub fn examples() -> Result<Vec<Example>, ProtocolError> {
    Ok([asking::examples()?, answering::examples()?].concat())
}

fn example(
    (name, about): (&'static str, &'static str),
    method: Option<&'static str>,
    frame: &Frame<'_>,
) -> Result<Example, ProtocolError> {
    Ok(Example { name, about, method, bytes: frame.encode()? })
}
