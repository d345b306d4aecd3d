"""The first and the last rows of a result, aligned for reading, with the count of all."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from tickloom.alignment import aligned, numeric

from .words import counted

if TYPE_CHECKING:
    from tickloom import Table

ROWS_AT_EACH_END = 10
"""Of more rows than twice this many, those in the middle are left out."""


def preview(tables: "Iterable[Table]") -> Iterator[bytes]:
    """Lines for reading: a header, the first and last rows, and how many rows there are in all."""
    ends = _Ends()
    for table in tables:
        ends.add(table)
    yield from (f"{line}\n".encode() for line in _lines(ends))


class _Ends:
    """The first rows, and the tables that hold the last; what lies between is counted and forgotten."""

    def __init__(self) -> None:
        self.header: list[str] = []
        self.count = 0
        self.head: list[list[str]] = []
        self._last: list[Table] = []

    def add(self, table: "Table") -> None:
        """Takes the next table."""
        self.header = self.header or table.column_names
        self.head += table.cells(0, 2 * ROWS_AT_EACH_END - len(self.head))
        self.count += len(table)
        self._last.append(table)
        while sum(map(len, self._last[1:])) >= ROWS_AT_EACH_END:
            del self._last[0]

    def tail(self) -> list[list[str]]:
        """The last rows."""
        ends = (table.cells(max(0, len(table) - ROWS_AT_EACH_END), len(table)) for table in self._last)
        return [*chain.from_iterable(ends)][-ROWS_AT_EACH_END:]


def _lines(ends: _Ends) -> list[str]:
    count = counted(ends.count, "row")
    if ends.count <= len(ends.head):
        return [*_table(ends.header, ends.head), count]
    lines = _table(ends.header, [*ends.head[:ROWS_AT_EACH_END], *ends.tail()])
    return [*lines[: ROWS_AT_EACH_END + 1], "…", *lines[ROWS_AT_EACH_END + 1 :], count]


def _table(header: list[str], rows: list[list[str]]) -> list[str]:
    return aligned([header, *rows], right=numeric(header, rows))
