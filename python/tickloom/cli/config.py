"""``tickloom config``: what is configured, where each value is from, and whether all of it is right."""

import json
import os.path
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import Json, Settings
from .output import put
from .verbs import group

if TYPE_CHECKING:
    from tickloom.config import Configuration

config = group("Show the configuration, check it, and find its files.")


@config.command()
def show(
    context: typer.Context,
    origin: Annotated[bool, typer.Option("--origin", help="Also where each value is from.")] = False,
    as_json: Json = False,
) -> None:
    """Show every setting with the value that holds.

    Secrets are no settings, and stand in none of them.
    """
    from tickloom.alignment import aligned
    from tickloom.config.listing import listed

    settings = listed(_read(context))
    if as_json:
        put(json.dumps([setting.as_json() for setting in settings]))
        return
    rows = [(setting.key.name, setting.text, str(setting.origin)) for setting in settings]
    put("\n".join(aligned([row if origin else row[:2] for row in rows])))


@config.command()
def check(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Files to check instead.", show_default=False),
    ] = None,
    as_json: Json = False,
) -> None:
    """Check all that is configured, or files that are not in place yet.

    Everything that is wrong is told at once, each with its place and what to do; then the exit code is 2.
    """
    from tickloom.config.trying import check_files

    if files:
        check_files(files)
    checked = [str(path) for path in files] if files else _places(_read(context))
    put(json.dumps({"checked": checked}) if as_json else f"nothing is wrong in {', '.join(checked)}")


@config.command()
def path(as_json: Json = False) -> None:
    """Show the files that may be there, the first of which counts, and whether they are."""
    from tickloom.alignment import aligned
    from tickloom.config.reading import files_of

    # Path.exists() fails in a folder that nobody may look into.
    found = [(str(file.path.absolute()), file.source, os.path.exists(file.path)) for file in files_of()]  # noqa: PTH110
    if as_json:
        names = ("path", "source", "exists")
        put(json.dumps([dict(zip(names, row, strict=True)) for row in found]))
    else:
        rows = [(name, source, "there" if exists else "not there") for name, source, exists in found]
        put("\n".join(aligned(rows)))


def _read(context: typer.Context) -> "Configuration":
    from tickloom.config import read

    said: Settings = context.obj
    return read(said.flags())


def _places(configuration: "Configuration") -> list[str]:
    there = [str(file.path) for file in configuration.files if file.path.is_file()]
    return ["the environment", *there]
