//! The codes of errors that belong to the conversation itself; those of what methods do travel unchanged.

pub use tickloom_errors::Entry as ErrorCode;

/// All of them: first those that end the connection.
pub const ERRORS: &[ErrorCode] = tickloom_errors::CONVERSATION;

/// Whether what failed with this code, asked again later, may succeed without a change of what is asked; not known of codes of
/// another version.
#[must_use]
pub fn is_retryable(code: &str) -> Option<bool> {
    tickloom_errors::entry(code).map(|entry| entry.is_retryable)
}
