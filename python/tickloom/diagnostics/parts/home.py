"""What lies on top of the home: leftovers show there."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from ... import times
from ...doctor.home import TRIED
from ..part import Absent

if TYPE_CHECKING:
    from pathlib import Path

MOST = 1_000


def made(home: Path) -> object:
    """Name, kind, size and time of each entry, by name."""
    if not home.is_dir():
        raise Absent(f"there is no home {home}")
    # The doctor looks at the same time.
    found = sorted(path for path in home.iterdir() if not path.name.startswith(TRIED))
    return [_entry(path) for path in found[:MOST]]


def _entry(path: Path) -> dict[str, object]:
    try:
        found = path.lstat()
    except OSError as error:
        return {"name": path.name, "error": error.strerror}
    return {
        "name": path.name,
        "mode": stat.filemode(found.st_mode),
        "bytes": found.st_size,
        "changed": times.iso(found.st_mtime_ns),
    }
