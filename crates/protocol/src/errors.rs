//! The codes of errors that belong to the conversation itself; those of what methods do travel unchanged.

pub use tickloom_errors::Entry as ErrorCode;

/// All of them: first those that end the connection.
pub const ERRORS: &[ErrorCode] = tickloom_errors::CONVERSATION;
