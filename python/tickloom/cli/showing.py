"""How a command shows that it is at work: a bar for people, lines of JSON for programs, or nothing."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from .words import on_terminal, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tickloom.progress import Moment

SECONDS_BETWEEN_LINES = 1.0
"""A line a second is soon enough to watch, and few enough to keep in a log."""


class Showing(StrEnum):
    """Ways to show progress."""

    AUTO = "auto"
    BAR = "bar"
    JSON = "json"
    NONE = "none"


ShowProgress = Annotated[
    Showing,
    typer.Option(
        "--progress",
        help="On stderr: a bar, a line of JSON each second, or none; auto is a bar on a terminal, else JSON.",
    ),
]


@contextmanager
def progress(showing: Showing) -> Iterator[Callable[[Moment], object] | bool]:
    """What to give to ``progress=`` of the Python API."""
    if showing is Showing.AUTO:
        showing = Showing.BAR if on_terminal() else Showing.JSON
    if showing is Showing.JSON:
        lines = _Lines()
        try:
            yield lines
        finally:
            lines.end()
    else:
        yield showing is Showing.BAR


class _Lines:
    """Writes moments as they come, but no more often than needed, and the last one in any case."""

    def __init__(self) -> None:
        self._next = 0.0
        self._unsaid: Moment | None = None

    def __call__(self, moment: Moment) -> None:
        self._unsaid = moment
        if moment.elapsed >= self._next:
            self._next = moment.elapsed + SECONDS_BETWEEN_LINES
            self.end()

    def end(self) -> None:
        if self._unsaid is not None:
            say(as_line(self._unsaid))
        self._unsaid = None


def as_line(moment: Moment) -> str:
    """One JSON object on one line: ``event``, the moment's fields, and what an import reads a second.

    >>> from tickloom import Progress
    >>> as_line(Progress(files_done=1, files_total=2, bytes_done=5, bytes_total=9, rows=8, stored=8,
    ...                  refused=0, findings=0, current="a.csv", elapsed=4.0, remaining=None))
    '{"event": "progress", "files_done": 1, ..., "remaining": null, "rows_per_second": 2}'
    """
    return json.dumps({"event": "progress", **asdict(moment), **_pace(moment)})


def _pace(moment: Moment) -> dict[str, float | None]:
    from tickloom import Progress

    if not isinstance(moment, Progress):
        return {"remaining": moment.remaining}
    return {"rows_per_second": round(moment.rows / moment.elapsed) if moment.elapsed > 0 else None}
