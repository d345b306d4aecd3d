"""``tickloom diagnostics``: what somebody who helps needs to know, in one file without secrets."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import Json, Settings
from .output import put, unwritable
from .words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tickloom.diagnostics.bundle import Bundle

MEBIBYTE = 1 << 20


def diagnostics(
    context: typer.Context,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE.zip", help="Write the bundle to this file.")
    ] = None,
    only_list: Annotated[
        bool, typer.Option("--list", help="Show what would be in it, and write nothing.")
    ] = False,
    log_megabytes: Annotated[
        int, typer.Option("--log-megabytes", min=0, max=256, help="So much of the end of the logs.")
    ] = 8,
    as_json: Json = False,
) -> None:
    """Bundle logs, configuration, health and versions for somebody who helps.

    Secrets are masked; it holds no ticks. What cannot be had, as of a damaged store, is left out with the
    reason. Read it before you send it.
    """
    from tickloom.diagnostics import collect

    if output is None and not only_list:
        raise typer.BadParameter("name a file with -o FILE.zip, or look first with --list")
    settings: Settings = context.obj
    bundle = collect(settings.home, log_bytes=log_megabytes * MEBIBYTE)
    put(json.dumps(bundle.manifest()) if as_json else "\n".join(_lines(bundle)))
    if output is not None and not only_list:
        _write(bundle, output)


def _lines(bundle: "Bundle") -> "Iterator[str]":
    names = [*(file.name for file in bundle.files), *(part.name for part in bundle.left_out)]
    width = max(map(len, names))
    for file in bundle.files:
        yield f"{file.name:<{width}}  {len(file.content):>10,} bytes  {file.about}"
    for part in bundle.left_out:
        yield f"{part.name:<{width}}  {'left out':>16}  {' '.join(part.why.split())}"


def _write(bundle: "Bundle", path: Path) -> None:
    try:
        bundle.write(path)
    except OSError as error:
        raise unwritable(path, error) from error
    say(f"written to {path}: read it before you send it to anybody")
