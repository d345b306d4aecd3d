"""What is kept for caution only, and what a cleaning removed of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Self

if TYPE_CHECKING:
    from ._core import CleanFields


@dataclass(frozen=True, slots=True, kw_only=True)
class LostDay:
    """A day that was stored and is not any more, known until it is stored again.

    ``ticks`` and ``content_hash`` are None if only a damaged file tells of the day; ``path`` is where that
    file lies. ``noticed`` is in UTC nanoseconds since the UNIX epoch.
    """

    symbol: str
    day: str
    ticks: int | None
    content_hash: str | None
    reason: Literal["missing", "damaged"]
    path: str | None
    noticed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file that was replaced by an import, or damaged; ``since`` is in UTC nanoseconds since 1970."""

    path: str
    kind: Literal["replaced", "damaged"]
    bytes: int
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanReport:
    """What was removed, or would be if this was a ``dry_run``: files, their bytes, lost days, cached bars."""

    files: tuple[KeptFile, ...]
    bytes: int
    forgotten: tuple[LostDay, ...]
    cached_bars: int
    dry_run: bool

    @classmethod
    def of(cls, fields: CleanFields) -> Self:
        """The report that the core gives."""
        plain: Any = {
            **fields,
            "files": tuple(KeptFile(**file) for file in fields["files"]),
            "forgotten": tuple(LostDay(**day) for day in fields["forgotten"]),
        }
        return cls(**plain)
