//! How a request fails: a code that never changes, a text for people, and facts for programs.

use std::borrow::Cow;

use bytes::Bytes;
use serde::Serialize;
use tickloom_protocol::{Frame, Payload, ProtocolError};

/// What an error frame says.
#[derive(Clone, Debug)]
pub struct Failure {
    code: Cow<'static, str>,
    message: String,
    details: Option<Bytes>,
}

impl Failure {
    /// A failure with its stable code, such as `store.no_ticks`, and what happened, where, and what to do.
    pub fn new(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), details: None }
    }

    /// What an engine said.
    pub(crate) fn heard(code: &str, message: &str, details: Option<Bytes>) -> Self {
        Self { code: code.to_owned().into(), message: message.into(), details }
    }

    /// The same with facts for programs. What cannot be sent is left out.
    #[must_use]
    pub fn with_details(mut self, details: &(impl Serialize + Sync)) -> Self {
        self.details = Payload::of(details).to_bytes().ok().map(Bytes::from);
        self
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The text for people.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The facts for programs, as MessagePack.
    #[must_use]
    pub const fn details(&self) -> Option<&Bytes> {
        self.details.as_ref()
    }

    /// The frame that says so of a request, or of the whole connection.
    pub(crate) fn frame(&self, id: Option<u32>) -> Bytes {
        let details = self.details.as_deref().and_then(|details| Payload::checked(details).ok());
        let (code, message) = (&*self.code, &*self.message);
        let whole = Frame::Error { id, code, message, details }.encode();
        let short = || Frame::Error { id, code, message: "", details: None }.encode();
        whole.or_else(|_| short()).unwrap_or_default().into()
    }

    /// That nobody waits any more.
    #[must_use]
    pub fn cancelled() -> Self {
        Self::new("protocol.cancelled", "the request was cancelled; what it did by then is not undone")
    }

    pub(crate) fn timed_out() -> Self {
        Self::new(
            "protocol.timed_out",
            "no answer in the time that the method has; ask for less, or again later",
        )
    }

    /// That a method has failed by a defect, which the log tells of.
    #[must_use]
    pub fn internal(method: &str) -> Self {
        Self::new(
            "protocol.internal",
            format!("{method} has failed by a defect of the engine; its log says more"),
        )
    }
}

impl From<ProtocolError> for Failure {
    fn from(error: ProtocolError) -> Self {
        let code = match error {
            ProtocolError::FrameTooLarge { .. } => "protocol.result_too_large",
            _ => error.code(),
        };
        Self::new(code, error.to_string())
    }
}
