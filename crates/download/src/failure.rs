//! Why an hour could not be had, and whether asking again may help.

use std::{io, time::Duration};

use tickloom_formats::FormatError;

/// What a request came to instead of an hour.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) again: Again,
}

/// Whether to ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    Never,
    Later,
    /// After what the server asks for.
    After(Duration),
}

impl Failure {
    pub(crate) fn lasting(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), again: Again::Never }
    }

    pub(crate) fn passing(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), again: Again::Later }
    }

    /// What HTTP could not do.
    pub(crate) fn of_request(error: &ureq::Error) -> Self {
        match error {
            ureq::Error::Timeout(_) => Self::timeout(),
            ureq::Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => Self::timeout(),
            ureq::Error::Tls(_) | ureq::Error::Rustls(_) => {
                Self::lasting("download.tls", format!("the connection cannot be trusted: {error}"))
            }
            _ => Self::passing("download.network", format!("asking failed: {error}")),
        }
    }

    /// What ended the reading of a body; a timeout comes wrapped in an I/O error.
    pub(crate) fn of_body(error: io::Error) -> Self {
        match ureq::Error::from(error) {
            ureq::Error::Timeout(_) => Self::timeout(),
            error => Self::passing("download.incomplete", format!("the answer broke off: {error}")),
        }
    }

    fn timeout() -> Self {
        Self::passing("download.timeout", "the answer did not come, or not whole, in time")
    }
}

/// A body that is no hour: damage on the way may be gone the next time.
impl From<FormatError> for Failure {
    fn from(error: FormatError) -> Self {
        Self::passing(error.code(), error.to_string())
    }
}
