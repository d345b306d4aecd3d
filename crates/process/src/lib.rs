//! The life of a process that serves another: it leaves when the one that started it does, whatever else it is at.
//!
//! This crate knows no engine and no Python. What is to be stopped is a function that it is given; it takes care of when, and of
//! what happens if that is not enough.
//!
//! ```no_run
//! use tickloom_process::{Parent, Signs};
//!
//! let parent = Parent::watch(Signs { pid: Some(4711), stdin: true });
//! let first = parent.first_line(1 << 16, std::time::Duration::from_secs(10))?;
//! parent.when_it_ends(|| eprintln!("stopping"));
//! # Ok::<(), tickloom_process::LineError>(())
//! ```

mod cores;
mod leaving;
mod line;
mod parent;
mod signs;
#[cfg_attr(unix, path = "system/unix.rs")]
#[cfg_attr(windows, path = "system/windows.rs")]
mod system;

pub use cores::leave_no_core;
pub use line::LineError;
pub use parent::Parent;
pub use signs::Signs;
