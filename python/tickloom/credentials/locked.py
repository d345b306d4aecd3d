"""One process at a time changes the files of credentials, on every platform."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tickloom import private_files
from tickloom.errors import CredentialsUnavailable, RunFileRefused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS = 2.0
"""How long one waits for the others; what is done under the lock takes milliseconds."""

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
def locked(folder: Path, name: str) -> Iterator[None]:
    """Keeps other threads and processes out of what ``name`` stands for; a dead owner's lock is gone.

    Makes the folder, for this user alone, if it is not there. Raises ``CredentialsUnavailable`` if the folder
    cannot be trusted or others stay in it for longer than ``SECONDS``.
    """
    file = _opened(folder, f"{name}.lock")
    try:
        _wait(file, folder)
        try:
            yield
        finally:
            _release(file)
    finally:
        os.close(file)


def _opened(folder: Path, name: str) -> int:
    try:
        path = private_files.folder(folder) / name
        return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except (OSError, RunFileRefused) as error:
        raise unusable(folder, error) from None


def _wait(file: int, folder: Path) -> None:
    end = time.monotonic() + SECONDS
    while True:
        try:
            return _try(file)
        except OSError:
            if time.monotonic() > end:
                what = f"other programs are at work on the credentials in {folder}; try again"
                raise CredentialsUnavailable(what, "credentials.busy") from None
        time.sleep(_SECONDS_BETWEEN_TRIES)


def unusable(folder: Path, error: OSError | RunFileRefused) -> CredentialsUnavailable:
    """The error to raise where the folder or a file in it cannot be used."""
    why = error.strerror if isinstance(error, OSError) else error
    return CredentialsUnavailable(
        f"the credentials in {folder} cannot be used: {why}", "credentials.folder_unusable"
    )
