"""Whether there is space left, by the pace at which the store has grown."""

from __future__ import annotations

import os
import shutil
import sys
import time
from typing import TYPE_CHECKING

from .check import Check
from .files import stats
from .home import existing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FEW_FREE_BYTES = 1 << 30
FEW_FREE_FILES = 10_000
DAYS_LOOKED_BACK = 30
"""Over how long the growth is measured, and for how long space should last."""


def look(home: Path) -> Iterator[Check]:
    """Free bytes, and free files where the file system counts them."""
    folder = existing(home)
    free = shutil.disk_usage(folder).free
    yield _space(free, _growth(home))
    if sys.platform != "win32":
        yield from _files(os.statvfs(folder))


def _space(free: int, growth: int) -> Check:
    """``growth`` in bytes over ``DAYS_LOOKED_BACK`` days."""
    found = f"{free / 1e9:,.1f} GB free"
    if growth:
        found += f", {growth / 1e9:,.1f} GB of ticks stored in the last {DAYS_LOOKED_BACK} days"
    if free < max(FEW_FREE_BYTES, growth):
        return Check("disk", "warn", found, "free some space before the next import")
    return Check("disk", "ok", found)


def _growth(home: Path) -> int:
    """Bytes of tick files that were written since; no file is read."""
    since = time.time() - DAYS_LOOKED_BACK * 86_400
    files = stats((home / "ticks").glob("symbol=*/date=*/ticks.parquet"))
    return sum(found.st_size for found in files if found.st_mtime >= since)


if sys.platform != "win32":

    def _files(system: os.statvfs_result) -> Iterator[Check]:
        # Some file systems make room for files as they need it, and count none.
        if system.f_files:
            few = system.f_favail < FEW_FREE_FILES
            found = f"{system.f_favail:,} more files can be made"
            advice = "remove files that nobody needs; a store has one for each symbol and day" if few else ""
            yield Check("files", "warn" if few else "ok", found, advice)
