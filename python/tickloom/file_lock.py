"""One process at a time: a lock on a file, which ends with whoever holds it, on every platform."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SECONDS_BETWEEN_TRIES = 0.005

if sys.platform == "win32":
    import msvcrt

    def _try(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    def _release(file: int) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _release(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


@contextmanager
def held(path: Path, seconds: float) -> Iterator[None]:
    """Keeps other threads and processes that ask for this file waiting; it is made, and stays.

    Raises ``TimeoutError`` if others hold it for longer than so many seconds, another ``OSError`` if it
    cannot be opened, or the file system has no locks.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        _wait(file, time.monotonic() + seconds)
        try:
            yield
        finally:
            _release(file)
    finally:
        os.close(file)


def _wait(file: int, end: float) -> None:
    while True:
        try:
            return _try(file)
        except (BlockingIOError, PermissionError):  # as POSIX says that others hold it, and Windows
            if time.monotonic() > end:
                raise TimeoutError from None
        time.sleep(_SECONDS_BETWEEN_TRIES)
