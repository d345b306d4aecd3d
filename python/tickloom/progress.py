"""Who hears of an import's progress: a callable, a bar on the terminal, or nobody."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .imports import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ._core import ProgressFields
    from .imports import ProgressCallback

    Observer = Callable[[ProgressFields], object]


@contextmanager
def observer(wanted: ProgressCallback | bool | None) -> Iterator[Observer | None]:
    """What the core is to call: a callable itself, for None or True a bar if there is someone to see it."""
    if callable(wanted):
        callback = wanted
        yield lambda fields: callback(Progress(**fields))
    elif wanted is not False and _someone_watches():
        with _bar() as draw:
            yield draw
    else:
        yield None


def _someone_watches() -> bool:
    return sys.stderr.isatty() or "ipykernel" in sys.modules


@contextmanager
def _bar() -> Iterator[Observer]:
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("{task.description}", markup=False),
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TextColumn("{task.fields[words]}", markup=False),
    )
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("reading", total=None, words="")

        def draw(fields: ProgressFields) -> None:
            moment = Progress(**fields)
            shown.update(
                task,
                description=_shortened(moment.current),
                completed=moment.bytes_done,
                total=moment.bytes_total,
                words=words(moment),
            )

        yield draw


def words(moment: Progress) -> str:
    """Rate, rows and time left.

    >>> words(Progress(files_done=1, files_total=2, bytes_done=5, bytes_total=9, rows=2_000_000, stored=0,
    ...                refused=3, findings=7, current="a.csv", elapsed=0.5, remaining=75.0))
    '2,000,000 rows · 4.0 M rows/s · 3 refused · 7 findings · 1:15 left'
    """
    parts = [f"{moment.rows:,} rows"]
    if moment.elapsed > 0:
        parts.append(f"{moment.rows / moment.elapsed / 1e6:.1f} M rows/s")
    if moment.refused:
        parts.append(f"{moment.refused:,} refused")
    if moment.findings:
        parts.append(f"{moment.findings:,} findings")
    if moment.remaining is not None:
        parts.append(f"{_clock(moment.remaining)} left")
    return " · ".join(parts)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _shortened(name: str, most: int = 32) -> str:
    return name if len(name) <= most else f"…{name[1 - most :]}"
