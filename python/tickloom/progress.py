"""Who hears of the progress of long work: a callable, a bar on the terminal, or nobody."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

from .backup import CopyProgress
from .imports import Progress
from .verification import VerifyProgress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Observer = Callable[[Any], object]

Moment: TypeAlias = Progress | VerifyProgress | CopyProgress
"""How far an import, a verification or a copy is."""


@contextmanager
def observer(wanted: Callable[[Any], object] | bool | None) -> Iterator[Observer | None]:
    """What the core is to call: a callable itself, for None or True a bar if there is someone to see it.

    The callable gets ``Progress`` of what imports, ``VerifyProgress`` of what verifies, and ``CopyProgress``
    of what is copied.
    """
    if callable(wanted):
        callback = wanted
        yield lambda fields: callback(_moment(fields))
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

        def draw(fields: Any) -> None:
            moment = _moment(fields)
            shown.update(
                task,
                description=_what(moment),
                completed=moment.bytes_done,
                total=moment.bytes_total,
                words=words(moment),
            )

        yield draw


def _moment(fields: Any) -> Moment:
    """A moment by the fields that only its kind has."""
    if "rows" in fields:
        return Progress(**fields)
    return VerifyProgress(**fields) if "problems" in fields else CopyProgress(**fields)


def _what(moment: Moment) -> str:
    if isinstance(moment, Progress):
        return _shortened(moment.current)
    return "verifying" if isinstance(moment, VerifyProgress) else "copying"


def words(moment: Moment) -> str:
    """Rate, what came so far, and time left.

    >>> words(Progress(files_done=1, files_total=2, bytes_done=5, bytes_total=9, rows=2_000_000, stored=0,
    ...                refused=3, findings=7, current="a.csv", elapsed=0.5, remaining=75.0))
    '2,000,000 rows · 4.0 M rows/s · 3 refused · 7 findings · 1:15 left'
    >>> words(VerifyProgress(files_done=6, files_total=60, bytes_done=50, bytes_total=200, problems=1,
    ...                      elapsed=2.0))
    '6 of 60 files · 1 problem · 0:06 left'
    """
    parts = list(_of_import(moment) if isinstance(moment, Progress) else _of_files(moment))
    if moment.remaining is not None:
        parts.append(f"{_clock(moment.remaining)} left")
    return " · ".join(parts)


def _of_import(moment: Progress) -> Iterator[str]:
    yield f"{moment.rows:,} rows"
    if moment.elapsed > 0:
        yield f"{moment.rows / moment.elapsed / 1e6:.1f} M rows/s"
    if moment.refused:
        yield f"{moment.refused:,} refused"
    if moment.findings:
        yield f"{moment.findings:,} findings"


def _of_files(moment: VerifyProgress | CopyProgress) -> Iterator[str]:
    yield f"{moment.files_done:,} of {moment.files_total:,} files"
    if isinstance(moment, VerifyProgress) and moment.problems:
        yield f"{moment.problems:,} problem{'s' if moment.problems > 1 else ''}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _shortened(name: str, most: int = 32) -> str:
    return name if len(name) <= most else f"…{name[1 - most :]}"
