//! What nobody else is told goes to standard error, a line each.

use std::{any::Any, io::Write};

/// The text of a panic.
pub(crate) fn text_of(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a text")
}

/// Says it. Where nobody can hear it, nothing is lost but the line.
pub(crate) fn complain(about: &str, what: &str) {
    let line = format!("tickloom-engine: {about}: {}\n", what.replace('\n', " "));
    let _ = std::io::stderr().write_all(line.as_bytes());
}
