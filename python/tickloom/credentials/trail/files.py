"""The files of the trail: the one that grows, those before it, and the head, which knows the last line."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from tickloom import private_files
from tickloom.errors import RunFileRefused

from ..locked import unusable
from .line import BEFORE_THE_FIRST

if TYPE_CHECKING:
    from pathlib import Path

GROWING = "trail.jsonl"
HEAD = "trail.head"
MOST_FILE_BYTES = 1 << 20
"""A file that is longer is put beside, and another begun."""
MOST_FILES = 16
"""So many are kept; the oldest goes first."""
_MOST_HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Head:
    """Where the trail begins and ends. Without it nobody would miss lines at the end."""

    first: int = 1
    """The number of the first line that is kept."""
    before: str = BEFORE_THE_FIRST
    """The hash that the first line names."""
    last: int = 0
    """The number of the last line."""
    hash: str = BEFORE_THE_FIRST
    """Its hash."""


def paths(folder: Path) -> list[Path]:
    """The files in the order of their lines."""
    growing = folder / GROWING
    return [*sorted(folder.glob("trail-*.jsonl")), *([growing] if growing.exists() else [])]


def put_beside(folder: Path, last: int) -> None:
    """Ends the growing file, whose last line has this number."""
    (folder / GROWING).replace(folder / f"trail-{last:012}.jsonl")


def last_of(path: Path) -> int | None:
    """The number of the last line of a file that was put beside; none of the growing one.

    >>> from pathlib import Path
    >>> last_of(Path("trail-000000004711.jsonl"))
    4711
    """
    number = path.stem.partition("-")[2]
    return int(number) if number.isdecimal() else None


def read_head(folder: Path) -> Head | None:
    """The head; none if there is none. Raises ``ValueError`` if it is not as it was written."""
    try:
        found = private_files.read(folder / HEAD, _MOST_HEAD_BYTES)
    except RunFileRefused as error:
        raise unusable(folder, error) from None
    if found is None:
        return None
    try:
        head = Head(**json.loads(found))
    except (TypeError, RecursionError):
        raise ValueError from None
    if _written(head) != found:
        raise ValueError
    return head


def write_head(folder: Path, head: Head) -> None:
    """Puts it in place. Raises ``OSError``."""
    private_files.write(folder / HEAD, _written(head))


def _written(head: Head) -> bytes:
    return json.dumps(asdict(head)).encode() + b"\n"
