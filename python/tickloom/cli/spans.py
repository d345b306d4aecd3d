"""A range of time cut into pieces, so that a result is read and written some days at a time."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tickloom import Workspace

Span: TypeAlias = tuple[int, int]
"""From and up to, in nanoseconds since the UNIX epoch."""

DAYS_OF_BARS = 32
"""So many days of one-second bars are 150 MB at the most."""


def spans(
    workspace: "Workspace", symbol: str, start: str | None, end: str | None, *, days: int
) -> Iterator[Span]:
    """Pieces that cover the whole range, each with at most so many days that hold ticks."""
    from tickloom.times import bounds, nanos

    first, last = bounds(start, end)
    with_ticks = workspace.days_with_ticks(symbol, first, last)
    return pairwise([first, *map(nanos, with_ticks[days::days]), last])
