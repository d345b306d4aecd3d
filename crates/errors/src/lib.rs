//! The catalogue of errors: every code once, with what happened, what to do, and how the layers treat it.
//!
//! From here `make codegen` writes `docs/errors.md`, Python's classes and exit codes, and what TypeScript knows of codes. Errors of
//! Rust stay enums of their crates, with the code beside each variant; tests hold their codes and these equal. This crate is
//! data alone: it depends on nothing, and nothing is raised here.
//!
//! ```
//! let full = tickloom_errors::entry("store.full").unwrap();
//! assert_eq!((full.class, full.exit.code(), full.is_retryable), ("StoreUnusable", 6, false));
//! ```

mod class;
mod classes;
mod entry;
mod exit;
mod groups;

pub use class::Class;
pub use classes::CLASSES;
pub use entry::{COMMAND_LINE, Entry, Group, IN_REPORTS};
pub use exit::{EXITS, Exit};
pub use groups::{CONVERSATION, GROUPS};

/// Every code, group by group.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    GROUPS.iter().flat_map(|group| group.entries)
}

/// What there is to know of a code; none for one that is not of this version.
#[must_use]
pub fn entry(code: &str) -> Option<&'static Entry> {
    entries().find(|entry| entry.code == code)
}
