"""``tickloom backup``: a copy of the whole store, while it may be in use."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .interrupting import interruptible
from .options import Json, workspace
from .output import put
from .showing import Showing, ShowProgress, progress
from .words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tickloom.backup import BackupReport


def backup(
    context: typer.Context,
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help="Where to: a new or an empty folder.", show_default=False),
    ],
    show: ShowProgress = Showing.AUTO,
    as_json: Json = False,
) -> None:
    """Copy the whole store, as it is at this moment, to a folder.

    Every file is held against the hash with which it was stored and read again. Others may read and import
    meanwhile. Bring it back with restore.
    """
    with workspace(context) as opened, interruptible("the backup"), progress(show) as shown:
        report = opened.backup(folder, progress=shown)
    if as_json:
        put(json.dumps({**asdict(report), "folder": str(report.folder)}))
    else:
        put("\n".join(_lines(report)))


def _lines(report: "BackupReport") -> "Iterator[str]":
    from tickloom import times

    files, size = counted(report.files, "file"), f"{report.bytes / 1e6:,.1f} MB"
    yield f"backed up {files}, {size} in {report.elapsed:.2f} s"
    yield f"the store as of {times.iso(report.taken)} is in {report.folder}"
