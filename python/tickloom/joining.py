"""Many tables of equal columns as one file, piece by piece, so that memory does not grow with the range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .tables import Format, Table

# A message of an Arrow stream begins with a mark and the length of what follows; length zero ends the stream.
_ARROW_MARK: Final = b"\xff\xff\xff\xff"
_ARROW_END: Final = _ARROW_MARK + bytes(4)


def joined(tables: Iterable[Table], format: Format) -> Iterator[bytes]:  # noqa: A002 - the word that users know
    """The pieces of one file that holds the rows of all tables, in order; there must be one table at least.

    Only one table is held at a time, beside a row group if the format is Parquet.
    Raises ``ExportError`` for another format, or a column that the format cannot hold.

    >>> days = (ws.ticks("EURUSD", day, day + 86_400_000_000_000) for day in [1704672000000000000])
    >>> sum(map(len, joined(days, "csv"))) > 5_000_000
    True
    """
    if format == "parquet":
        return _parquet(tables)
    join = {"csv": _csv, "json": _json, "arrow": _arrow}.get(format, _single)
    return join(table.to_bytes(format) for table in tables)


def _single(files: Iterator[bytes]) -> Iterator[bytes]:
    # What is no format is refused by the table itself.
    yield next(files)


def _csv(files: Iterator[bytes]) -> Iterator[bytes]:
    yield next(files)
    for file in files:
        yield file[file.index(b"\n") + 1 :]


def _json(files: Iterator[bytes]) -> Iterator[bytes]:
    separator = b"["
    for rows in (file.strip().removeprefix(b"[").removesuffix(b"]") for file in files):
        if rows:
            yield separator + rows
            separator = b","
    yield b"]\n" if separator == b"," else b"[]\n"


def _arrow(files: Iterator[bytes]) -> Iterator[bytes]:
    yield next(files).removesuffix(_ARROW_END)
    for file in files:
        yield file[_schema_length(file) :].removesuffix(_ARROW_END)
    yield _ARROW_END


def _schema_length(file: bytes) -> int:
    """How long the first message is, which says the columns and has no body."""
    return 2 * len(_ARROW_MARK) + int.from_bytes(file[4:8], "little")


def _parquet(tables: Iterable[Table]) -> Iterator[bytes]:
    from ._core import ParquetPieces

    pieces = None
    for table in tables:
        core = table._core  # noqa: SLF001 - of the same package
        pieces = pieces or ParquetPieces(core)
        yield pieces.write(core)
    if pieces is not None:
        yield pieces.finish()
