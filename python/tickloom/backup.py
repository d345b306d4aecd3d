"""What a backup tells: how far it is, and what it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from .time_left import time_left

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyProgress:
    """A moment of a running backup or restoration; ``elapsed`` is in seconds."""

    files_done: int
    files_total: int
    bytes_done: int
    bytes_total: int
    elapsed: float

    @property
    def remaining(self) -> float | None:
        """Seconds that are left by the pace of the bytes so far; None before the first."""
        return time_left(self.elapsed, self.bytes_done, self.bytes_total)


CopyCallback: TypeAlias = Callable[[CopyProgress], object]
"""Called about ten times a second on the thread that waits for the copy; an error that it raises ends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupReport:
    """A backup that was made, of the store as it was when ``taken``; ``folder`` is where it lies, absolute.

    ``taken`` is in UTC nanoseconds since the UNIX epoch. ``files`` and their ``bytes`` are those of the
    store, without ``backup.json``, which names them. ``elapsed`` is in seconds.
    """

    folder: Path
    taken: int
    files: int
    bytes: int
    elapsed: float
