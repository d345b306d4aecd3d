"""``tickloom sample``: a week of made-up ticks to try everything on."""

import json
from pathlib import Path
from typing import Annotated

import typer

from .options import Json
from .output import put
from .words import say


def sample(
    directory: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="The folder to write into; made if missing.", show_default=False),
    ],
    as_json: Json = False,
) -> None:
    """Write a synthetic EUR/USD week to try things on.

    It is always the same, as hourly .bi5 files and as one CSV file.
    """
    from tickloom.sample import write

    from .output import unwritable

    try:
        *hours, week = write(directory)
    except OSError as error:
        raise unwritable(directory, error) from error
    say(f"{len(hours)} hours as .bi5 in {directory / 'EURUSD'}")
    say(f"the same week as CSV in {week}")
    say(f"now try: tickloom import EURUSD {directory / 'EURUSD'}")
    if as_json:
        put(json.dumps({"files": [str(path) for path in (*hours, week)]}))
