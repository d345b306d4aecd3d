//! What nobody else is told goes to the log.

use std::any::Any;

/// The text of a panic.
pub(crate) fn text_of(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a text")
}

/// Says it.
pub(crate) fn complain(about: &str, what: &str) {
    tracing::error!(about, reason = what, "service has a defect");
}
