//! How a request fails: a code that never changes, a text for people, and facts for programs.

use std::borrow::Cow;

use bytes::Bytes;
use serde::Serialize;
use tickloom_protocol::{Frame, Payload, ProtocolError, is_retryable};

/// What an error frame says.
#[derive(Clone, Debug)]
pub struct Failure {
    code: Cow<'static, str>,
    message: String,
    details: Option<Bytes>,
    is_retryable: bool,
    request: Option<String>,
}

impl Failure {
    /// A failure with its stable code, such as `store.no_ticks`, and what happened, where, and what to do.
    pub fn new(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        let code = code.into();
        let is_retryable = is_retryable(&code).unwrap_or_default();
        Self { code, message: message.into(), details: None, is_retryable, request: None }
    }

    /// What an engine said; where it leaves open whether it may be asked again, its code tells.
    pub(crate) fn heard(code: &str, message: &str, details: Option<Bytes>, retryable: Option<bool>) -> Self {
        let said = Self { details, ..Self::new(code.to_owned(), message) };
        Self { is_retryable: retryable.unwrap_or(said.is_retryable), ..said }
    }

    /// The same, but that it may be asked again, or not, whatever its code says: for codes that are a service's own.
    #[must_use]
    pub fn retryable(self, is_retryable: bool) -> Self {
        Self { is_retryable, ..self }
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

    /// The same of a request that was asked.
    #[must_use]
    pub(crate) fn of_request(mut self, request: String) -> Self {
        self.request = Some(request);
        self
    }

    /// The request's name in the logs of the engine, if a client was told this.
    #[must_use]
    pub fn request(&self) -> Option<&str> {
        self.request.as_deref()
    }

    /// The facts for programs, as MessagePack.
    #[must_use]
    pub const fn details(&self) -> Option<&Bytes> {
        self.details.as_ref()
    }

    /// Whether the same, asked again later, may succeed without a change of what is asked.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        self.is_retryable
    }

    /// The frame that says so of a request, or of the whole connection.
    pub(crate) fn frame(&self, id: Option<u32>) -> Bytes {
        let details = self.details.as_deref().and_then(|details| Payload::checked(details).ok());
        let (code, message, retryable) = (&*self.code, &*self.message, Some(self.is_retryable));
        let whole = Frame::Error { id, code, message, details, retryable }.encode();
        let short = || Frame::Error { id, code, message: "", details: None, retryable }.encode();
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

/// The name of a request in the logs of both sides: that of its connection, and its number there.
pub(crate) fn request(session: &str, id: u32) -> String {
    format!("{session}-{id}")
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

#[cfg(test)]
mod tests {
    use super::*;

    fn is_told(failure: &Failure) -> Option<bool> {
        match Frame::decode(&failure.frame(Some(1))).unwrap() {
            Frame::Error { retryable, .. } => retryable,
            other => panic!("no error: {other:?}"),
        }
    }

    #[test]
    fn the_code_says_whether_to_ask_again_unless_somebody_knows_better() {
        assert_eq!(is_told(&Failure::new("store.busy", "")), Some(true));
        assert_eq!(is_told(&Failure::new("store.full", "")), Some(false));
        assert_eq!(is_told(&Failure::new("mine.tired", "")), Some(false));
        assert_eq!(is_told(&Failure::new("mine.tired", "").retryable(true)), Some(true));
        assert_eq!(is_told(&Failure::heard("store.busy", "", None, None)), Some(true));
        assert_eq!(is_told(&Failure::heard("store.busy", "", None, Some(false))), Some(false));
    }
}
