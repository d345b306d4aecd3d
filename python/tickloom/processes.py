"""What the system knows of other processes, on every platform."""

from __future__ import annotations

import os
import stat
import sys

if sys.platform == "win32":
    import ctypes

    _SYNCHRONIZE = 0x0010_0000
    _RUNS = 0x102  # what waiting for it no time at all gives

    def is_running(pid: int) -> bool:
        """Whether a process of this user has this number.

        >>> import os
        >>> is_running(os.getpid())
        True
        """
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = ctypes.c_void_p(kernel.OpenProcess(_SYNCHRONIZE, False, pid))
        if handle.value is None:
            return False
        try:
            return bool(kernel.WaitForSingleObject(handle, 0) == _RUNS)
        finally:
            kernel.CloseHandle(handle)

else:

    def is_running(pid: int) -> bool:
        """Whether a process of this user has this number.

        >>> import os
        >>> is_running(os.getpid())
        True
        """
        try:
            os.kill(pid, 0)
        except OSError:
            return False
        return True


def has_pipe_for_input() -> bool:
    """Whether standard input is a pipe, as programs give to those that they start; not a terminal or a file.

    On POSIX it may be a socket as well.
    """
    try:
        mode = os.fstat(0).st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)
