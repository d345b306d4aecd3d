"""Whether logs are kept within their bounds, and can be written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..counting import counted
from ..logs import files
from .check import Check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def look(home: Path) -> Iterator[Check]:
    """The folder of logs, if there is one; whoever owns a home makes it."""
    folder = files.folder(home)
    if not folder.is_dir():
        return
    sizes = [found.st_size for _, found in files.listed(folder)]
    found = f"{counted(len(sizes), 'file')}, {sum(sizes) / 1e6:,.1f} MB in {folder}"
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Check(
            "logs", "warn", f"{found}, which cannot be written", "make it writable, or nothing is logged"
        )
    elif sum(sizes) > _most_bytes():
        yield Check("logs", "warn", f"{found}, more than is configured", "remove the oldest")
    else:
        yield Check("logs", "ok", found)


def _most_bytes() -> int:
    """What rotation leaves at the most, and one file more, as of a line that was longer."""
    section = files.configured()
    return (section.files + 1) * section.file_size << 20
