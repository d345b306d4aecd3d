//! On Linux, macOS and their kind a process is given another parent when its own ends; so it is enough to look who that is.
//!
//! Linux could send a signal instead, but does so when the *thread* ends that started the process, which may be long before its
//! process does.

use std::{os::unix::process::parent_id, thread::sleep, time::Duration};

use rustix::process::{Signal, getpid, kill_process};

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
