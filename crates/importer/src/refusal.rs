//! Why one source cannot be read; the import goes on without it.

use std::io;

use tickloom_formats::FormatError;
use tickloom_store::StoreError;

/// Why a source is refused.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl Refusal {
    /// A parser gave up where it should have refused.
    pub(crate) fn defect() -> Self {
        let message = "its parser failed on it, which is a defect: please report it with the file".into();
        Self { code: "internal.error", message }
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        let known = error.get_ref().and_then(|inner| inner.downcast_ref::<FormatError>());
        if let Some(format) = known {
            return format.clone().into();
        }
        Self { code: "import.unreadable", message: format!("reading it failed: {error}") }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self { code: error.code(), message: error.to_string() }
    }
}

impl From<FormatError> for Refusal {
    fn from(error: FormatError) -> Self {
        Self { code: error.code(), message: error.to_string() }
    }
}
