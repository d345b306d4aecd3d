"""The end of the logs: whole lines of the newest files."""

from __future__ import annotations

import os
import stat
from functools import partial
from typing import TYPE_CHECKING

from ...logs import files
from ..part import Absent, Part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Whoever can write the folder could else have any file of the user sent, or wait for a reader for ever.
_CAREFULLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def parts(home: Path, most: int) -> tuple[Part, ...]:
    """A part for each file, newest first, with ``most`` bytes together. Raises ``Absent``, ``OSError``."""
    folder = files.folder(home)
    if not folder.is_dir():
        raise Absent(f"there is no folder {folder}")
    return tuple(_parts(folder, most))


def _parts(folder: Path, most: int) -> Iterator[Part]:
    newest_first = sorted(files.listed(folder), key=lambda known: known[1].st_mtime_ns, reverse=True)
    for path, found in newest_first:
        if most <= 0:
            return
        size = min(found.st_size, most)
        most -= size
        yield Part(f"logs/{path.name}", "the end of a log", partial(_end, path, size))


def _end(path: Path, most: int, _home: Path) -> str:
    """So many bytes of the end, from the first whole line on."""
    with os.fdopen(os.open(path, os.O_RDONLY | _CAREFULLY), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise Absent("it is no file")
        begin = max(0, found.st_size - most)
        file.seek(begin)
        read = file.read(most)
    whole = read[read.find(b"\n") + 1 :] if begin else read
    return whole.decode("utf-8", "replace")
