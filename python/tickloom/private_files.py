"""Small files that this user alone can have written and can read, on every platform.

On POSIX owner and mode say so. On Windows such files lie in the user's own part of the profile and inherit
its access list, which lets in nobody else; there is nothing to compare.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import RunFileRefused

if TYPE_CHECKING:
    from collections.abc import Callable

# Neither follow a link, nor wait for whoever may write into a pipe of this name; Windows knows none of it.
_CAREFULLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def folder(path: Path) -> Path:
    """Makes the folder with mode 0700, if it is not there, and gives it back.

    Raises ``RunFileRefused`` if it is a link or another user's, or if others may enter it; ``OSError`` if it
    cannot be made.
    """
    with suppress(FileExistsError):
        path.mkdir(mode=0o700, parents=True)
    _check(path, path.lstat(), stat.S_ISDIR)
    return path


def write(path: Path, content: bytes) -> None:
    """Puts a file of mode 0600 in place, whole or not at all, whatever was there before.

    Raises ``OSError`` if it cannot be written.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # or a loss of power could leave the name with nothing in it
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def read(path: Path, most: int) -> bytes | None:
    """What stands in the file, or none if it is not there.

    Raises ``RunFileRefused`` if it, or its folder, is a link or the like, another user's, or open to others,
    or if it has more than ``most`` bytes.
    """
    try:
        _check(path.parent, path.parent.lstat(), stat.S_ISDIR)
        _check(path, path.lstat(), stat.S_ISREG)
        file = os.fdopen(os.open(path, os.O_RDONLY | _CAREFULLY), "rb")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RunFileRefused(f"{path} cannot be read: {error.strerror}; remove it") from None
    with file:
        # Between the two looks somebody may have put another in its place.
        _check(path, os.fstat(file.fileno()), stat.S_ISREG)
        content = file.read(most + 1)
    if len(content) > most:
        raise RunFileRefused(f"{path} has more than {most:,} bytes; remove it")
    return content


def _check(path: Path, found: os.stat_result, is_kind: Callable[[int], bool]) -> None:
    if not is_kind(found.st_mode):
        raise RunFileRefused(f"{path} is not what belongs there, but a link or the like; remove it")
    if sys.platform == "win32":
        return
    if found.st_uid != os.geteuid():
        raise RunFileRefused(f"{path} belongs to user {found.st_uid}; remove it, or ask whoever can")
    if found.st_mode & _OTHERS:
        raise RunFileRefused(f"{path} is open to other users; remove it")
