//! On Linux, macOS and their kind a process is given another parent when its own ends; so it is enough to look who that is.
//!
//! Linux could send a signal instead, but does so when the *thread* ends that started the process, which may be long before its
//! process does.

use std::{io, os::unix::process::parent_id, thread::sleep, time::Duration};

use rustix::process::{Resource, Rlimit, Signal, getpid, kill_process, setrlimit};

const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

/// Returns when the parent is another than `pid`.
pub(crate) fn wait_for_end_of_parent(pid: u32) {
    while parent_id() == pid {
        sleep(BETWEEN_LOOKS);
    }
}

/// Ends this process here and now: nothing of it runs any more, not even what is registered for an exit.
pub(crate) fn end_now() -> ! {
    let _ = kill_process(getpid(), Signal::KILL);
    std::process::abort()
}

/// Limits core files to nothing, for good: what was given up here cannot be taken back.
pub(crate) fn leave_no_core() -> io::Result<()> {
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    be_unreadable()
}

/// A core that goes to a program knows no limit.
#[cfg(target_os = "linux")]
fn be_unreadable() -> io::Result<()> {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};

    Ok(set_dumpable_behavior(DumpableBehavior::NotDumpable)?)
}

#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "the same shape on every system")]
const fn be_unreadable() -> io::Result<()> {
    Ok(())
}
