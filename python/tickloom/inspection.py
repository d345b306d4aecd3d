"""What a path holds, told before anything is imported."""

from __future__ import annotations

import os
import shlex
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import _core

if TYPE_CHECKING:
    from ._core import FileInspectionFields, TreeInspectionFields


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvInspection:
    """How a CSV file is written.

    ``zone_from`` says what names the zone: rows, header, caller, dialect, or assumed where nothing does.
    """

    dialect: str
    has_header: bool
    separator: str
    decimal: str
    time_format: str
    zone: str
    zone_from: str
    columns: tuple[str, ...]
    volumes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileInspection:
    """What was told of one file.

    ``confidence`` runs from 0, not readable as it is, to 1, certain; ``problem`` is the code and text of what
    stands in the way of an import. ``rows`` are counted or estimated from the size, None if neither can be.
    ``first`` and ``last`` are UTC nanoseconds; the last needs an end that one can go to. ``shown`` are the
    first five ticks as ``(timestamp, bid, ask, bid_volume, ask_volume)``. ``command`` imports the file; a
    word in capitals in it is to be replaced.
    """

    name: str
    bytes: int | None
    gzip: bool
    format: str
    confidence: float
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    problem: tuple[str, str] | None
    symbol: str | None
    digits: int | None
    rows: int | None
    rows_are_counted: bool
    first: int | None
    last: int | None
    shown: tuple[tuple[str, ...], ...]
    csv: CsvInspection | None
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeInspection:
    """What was told of a folder or an archive.

    ``kinds`` are endings with their number of files and bytes, ``symbols`` instruments with the number of
    files whose path names them; ``example`` is the first file that may hold ticks.
    """

    kinds: tuple[tuple[str, int, int], ...]
    symbols: tuple[tuple[str, int], ...]
    unreadable: tuple[tuple[str, str], ...]
    example: FileInspection | None
    command: str


def inspect(
    path: str | os.PathLike[str],
    *,
    dialect: str | None = None,
    zone: str | None = None,
    swap_sides: bool = False,
) -> FileInspection | TreeInspection:
    """What a file, folder or archive holds, and the command that imports it; nothing is stored.

    Only the beginning of a file is read, and its end where that is cheap. ``dialect``, ``zone`` and
    ``swap_sides`` are as in ``Workspace.import_ticks``. Raises ``PathNotFound``, ``InvalidReading``.

    >>> import tickloom as tl
    >>> found = tl.inspect("EURUSD_2024-01-07_2024-01-12.csv")
    >>> found.csv.dialect, found.symbol, found.digits, found.command
    ('dukascopy-website', 'EURUSD', 5, 'tickloom import EURUSD EURUSD_2024-01-07_2024-01-12.csv')
    """
    found = _core.inspect(path, dialect, zone, swap_sides)
    if "kinds" in found:
        return _tree(found, os.fspath(path))
    return _file(found, os.fspath(path))


def _tree(fields: TreeInspectionFields, path: str) -> TreeInspection:
    example = fields["example"]
    symbol = fields["symbols"][0][0] if fields["symbols"] else None
    return TreeInspection(
        kinds=tuple(fields["kinds"]),
        symbols=tuple(fields["symbols"]),
        unreadable=tuple(fields["unreadable"]),
        example=None if example is None else _file(example, path),
        command=_command(symbol, [] if example is None else example["arguments"], path),
    )


def _file(fields: FileInspectionFields, path: str) -> FileInspection:
    csv = fields["csv"]
    return FileInspection(
        name=fields["name"],
        bytes=fields["bytes"],
        gzip=fields["gzip"],
        format=fields["format"],
        confidence=fields["confidence"],
        reasons=tuple(fields["reasons"]),
        warnings=tuple(fields["warnings"]),
        problem=fields["problem"],
        symbol=fields["symbol"],
        digits=fields["digits"],
        rows=fields["rows"],
        rows_are_counted=fields["rows_are_counted"],
        first=fields["first"],
        last=fields["last"],
        shown=tuple(tuple(row.split(",")) for row in fields["shown"]),
        csv=None if csv is None else CsvInspection(**{**csv, "columns": tuple(csv["columns"])}),  # type: ignore[arg-type]
        command=_command(fields["symbol"], fields["arguments"], path),
    )


def _command(symbol: str | None, arguments: list[str], path: str) -> str:
    """As the platform's shell takes it."""
    words = ["tickloom", "import", symbol or "SYMBOL", *arguments, path]
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)
