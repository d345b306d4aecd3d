"""``tickloom restore``: a backup in the place of the store, which is kept beside it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .interrupting import interruptible
from .options import Json, Settings
from .output import put
from .showing import Showing, ShowProgress, progress
from .words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tickloom.restoration import RestoreReport


def restore(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A folder that backup wrote.", show_default=False)
    ],
    show: ShowProgress = Showing.AUTO,
    as_json: Json = False,
) -> None:
    """Make a backup the store again, all of it or nothing.

    Nobody may have the store open; an engine that owns it ends for this. Until every file is copied and
    checked the store is as it was; then it is kept in a folder of its own beside the restored one.
    """
    import tickloom

    settings: Settings = context.obj
    with interruptible("the restoration"), progress(show) as shown:
        report = tickloom.restore(folder, settings.home, progress=shown)
    if as_json:
        before = None if report.before is None else str(report.before)
        put(json.dumps({**asdict(report), "before": before}))
    else:
        put("\n".join(_lines(report)))


def _lines(report: "RestoreReport") -> "Iterator[str]":
    from tickloom import times

    files, size = counted(report.files, "file"), f"{report.bytes / 1e6:,.1f} MB"
    yield f"restored {files}, {size} in {report.elapsed:.2f} s"
    yield f"the store is as of {times.iso(report.taken)}"
    if report.before is not None:
        yield f"the store of before is in {report.before}: open it with --home, or delete it"
