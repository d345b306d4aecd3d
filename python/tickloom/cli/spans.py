"""A range of time cut into pieces, so that a result is read and written some days at a time."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tickloom import Workspace

Span: TypeAlias = tuple[int, int]
"""From and up to, in nanoseconds since the UNIX epoch."""

SHORT = ("s", "t", "v", "r", "b")
"""How the names of bars end that may be many: seconds, and those that no time ends."""
DAYS_OF_SHORT_BARS = 2
DAYS_OF_LONGER_BARS = 32
"""So many days at a time keep bars below 200,000; more would take memory, fewer would read months twice."""


def spans(
    workspace: "Workspace", symbol: str, start: str | None, end: str | None, *, days: int
) -> Iterator[Span]:
    """Pieces that cover the whole range, each with at most so many days that hold ticks."""
    from tickloom.times import bounds, nanos

    first, last = bounds(start, end)
    with_ticks = workspace.days_with_ticks(symbol, first, last)
    return pairwise([first, *map(nanos, with_ticks[days::days]), last])


def spans_of_bars(
    workspace: "Workspace", symbol: str, timeframe: str, start: str | None, end: str | None
) -> Iterator[Span]:
    """Pieces that cover the whole range, each with a number of bars that is easily held."""
    days = DAYS_OF_SHORT_BARS if timeframe.endswith(SHORT) else DAYS_OF_LONGER_BARS
    return spans(workspace, symbol, start, end, days=days)
