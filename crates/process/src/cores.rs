//! What a process knows does not go into files when it crashes.

use std::io;

use crate::system;

/// From now on a crash of this process leaves no picture of its memory, in which secrets would stand.
///
/// Where core files exist (Linux, macOS and their kind) their size is limited to nothing, for processes that are started from here,
/// too. Linux also writes none through a handler such as systemd's, and lets no other process of the user look into the memory;
/// both end where a program is started. On Windows the system's error reporting is not asked, and would leave the heap out.
///
/// # Errors
/// What the system says, if it refuses.
pub fn leave_no_core() -> io::Result<()> {
    system::leave_no_core()
}
