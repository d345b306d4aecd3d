//! Where a process's log goes: whole lines, of bounded size, without any secret that was named here.

mod secrets;

pub use secrets::{MASK, SHORTEST, keep_out, redact};
