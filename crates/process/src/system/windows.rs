//! On Windows a process keeps the number of its parent for good; a handle of the parent tells when it ends.

use std::io;

use windows_sys::Win32::{
    Foundation::{CloseHandle, WAIT_OBJECT_0},
    System::{
        Diagnostics::Debug::{SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SetErrorMode},
        ErrorReporting::{WER_FAULT_REPORTING_FLAG_NOHEAP, WerSetFlags},
        Threading::{
            GetCurrentProcess, INFINITE, OpenProcess, PROCESS_SYNCHRONIZE, TerminateProcess,
            WaitForSingleObject,
        },
    },
};

/// Returns when the process `pid` has ended, or is none.
pub(crate) fn wait_for_end_of_parent(pid: u32) {
    // SAFETY: takes numbers alone, and gives a handle that is ours to close.
    let parent = unsafe { OpenProcess(PROCESS_SYNCHRONIZE, 0, pid) };
    if parent.is_null() {
        return;
    }
    // SAFETY: the handle is open until it is closed below.
    let waited = unsafe { WaitForSingleObject(parent, INFINITE) };
    debug_assert_eq!(waited, WAIT_OBJECT_0);
    // SAFETY: it was opened above and is used nowhere else.
    unsafe { CloseHandle(parent) };
}

/// Ends this process here and now: nothing of it runs any more, not even what is registered for an exit.
pub(crate) fn end_now() -> ! {
    // SAFETY: the handle of the own process is always good.
    unsafe { TerminateProcess(GetCurrentProcess(), 1) };
    std::process::abort()
}

/// Neither asks the system's error reporting nor lets it have the heap.
pub(crate) fn leave_no_core() -> io::Result<()> {
    // SAFETY: both take numbers alone.
    let refused = unsafe {
        SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
        WerSetFlags(WER_FAULT_REPORTING_FLAG_NOHEAP)
    };
    if refused < 0 { Err(io::Error::from_raw_os_error(refused)) } else { Ok(()) }
}
