"""``tickloom inspect``: what files hold, and the command that imports them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import CommandError
from .options import Json
from .output import put

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tickloom.inspection import FileInspection, TreeInspection

COLUMNS = ("timestamp", "bid", "ask", "bid_volume", "ask_volume")


def inspect(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH", help="Files, folders and zips to look at.", show_default=False),
    ],
    dialect: Annotated[
        str | None,
        typer.Option("--dialect", metavar="NAME", help="Read CSV without a header as this dialect."),
    ] = None,
    zone: Annotated[
        str | None, typer.Option("--zone", metavar="ZONE", help="Zone of times that name none.")
    ] = None,
    swap_sides: Annotated[bool, typer.Option("--swap-sides", help="Read bid as ask and ask as bid.")] = False,
    as_json: Json = False,
) -> None:
    """Tell what files hold before importing them.

    Shows the format and how sure that is, the first five ticks, and the exact command for the import. Nothing
    is stored. Ends with 3 if a file cannot be imported.
    """
    from tickloom.inspection import inspect

    found = [inspect(path, dialect=dialect, zone=zone, swap_sides=swap_sides) for path in paths]
    if as_json:
        put(_as_json(found))
    else:
        put("\n\n".join("\n".join(_lines(one, str(path))) for one, path in zip(found, paths, strict=True)))
    if any(_problem(one) for one in found):
        raise CommandError("inspect.not_importable", "not all of it can be imported; the text says why")


def _problem(found: "FileInspection | TreeInspection") -> "tuple[str, str] | None":
    from tickloom.inspection import FileInspection

    return found.problem if isinstance(found, FileInspection) else None


def _as_json(found: "list[FileInspection | TreeInspection]") -> str:
    from dataclasses import asdict

    return json.dumps([asdict(one) for one in found])


def _lines(found: "FileInspection | TreeInspection", path: str) -> "Iterator[str]":
    from tickloom.inspection import FileInspection

    yield from _of_file(found, path) if isinstance(found, FileInspection) else _of_tree(found, path)


def _of_tree(tree: "TreeInspection", path: str) -> "Iterator[str]":
    from tickloom.alignment import aligned

    rows = [(kind or "no ending", f"{files:,}", f"{size:,}") for kind, files, size in tree.kinds]
    yield path
    yield from aligned([("kind", "files", "bytes"), *rows], right={1, 2})
    if tree.symbols:
        yield "symbols  " + ", ".join(f"{symbol} ({files:,})" for symbol, files in tree.symbols[:10])
    yield from (f"cannot be looked at: {name}: {message}" for name, message in tree.unreadable)
    if tree.example is not None:
        yield ""
        yield from _facts(tree.example, tree.example.name)
        yield from _words(tree.example)
    yield f"import with: {tree.command}"


def _of_file(file: "FileInspection", path: str) -> "Iterator[str]":
    yield from _facts(file, path)
    yield from _words(file)
    if file.problem is None:
        yield f"import with: {file.command}"


def _facts(file: "FileInspection", path: str) -> "Iterator[str]":
    from tickloom import times
    from tickloom.alignment import aligned, numeric

    packed = " in gzip" if file.gzip else ""
    rows = [("file", path), ("format", f"{file.format}{packed}, {file.confidence:.0%} sure")]
    if (csv := file.csv) is not None:
        rows += [("dialect", csv.dialect), ("times", f"{csv.time_format}, {csv.zone} ({csv.zone_from})")]
    rows += [] if file.bytes is None else [("bytes", f"{file.bytes:,}")]
    rows += (
        [] if file.rows is None else [("rows", f"{'' if file.rows_are_counted else 'about '}{file.rows:,}")]
    )
    ends = (("first", file.first), ("last", file.last))
    rows += [(name, times.iso(time)) for name, time in ends if time is not None]
    yield from aligned(rows)
    if file.shown:
        yield from aligned([COLUMNS, *file.shown], right=numeric(COLUMNS, file.shown))


def _words(file: "FileInspection") -> "Iterator[str]":
    yield from (f"because: {reason}" for reason in file.reasons)
    yield from (f"note: {warning}" for warning in file.warnings)
    if file.problem is not None:
        yield f"cannot be imported: {file.problem[1]} [{file.problem[0]}]"
