"""Whether logs are kept within their bounds, and can be written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..counting import counted
from .check import Check
from .files import stats

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANY_BYTES = 1 << 30
"""More than rotation would ever leave."""


def look(home: Path) -> Iterator[Check]:
    """The folder of logs, if the home has one; whoever owns a home makes it."""
    folder = home / "logs"
    if not folder.is_dir():
        return
    sizes = [found.st_size for found in stats(folder.iterdir())]
    found = f"{counted(len(sizes), 'file')}, {sum(sizes) / 1e6:,.1f} MB in {folder}"
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Check(
            "logs", "warn", f"{found}, which cannot be written", "make it writable, or nothing is logged"
        )
    elif sum(sizes) > MANY_BYTES:
        yield Check("logs", "warn", found, "remove old files: they should have been removed by themselves")
    else:
        yield Check("logs", "ok", found)
