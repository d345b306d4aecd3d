"""Results: rows of named columns that become numpy's, pandas', Polars' or Arrow's on request."""

from __future__ import annotations

from html import escape
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from uuid import uuid4

from .alignment import aligned, numeric
from .errors import ExportError
from .times import nanos

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    import numpy as np
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from . import _core
    from .times import Moment

    Array: TypeAlias = np.ndarray[tuple[int], np.dtype[Any]]

Format: TypeAlias = Literal["csv", "json", "parquet", "arrow"]
"""A format in which a table can be written; ``arrow`` is an IPC stream."""

_SHOWN = 5
_ENDINGS = {".csv": "csv", ".json": "json", ".parquet": "parquet", ".arrow": "arrow", ".arrows": "arrow"}


class Table:
    """Rows of named columns, oldest first, that never change.

    Ticks have ``timestamp`` (nanoseconds, UTC), ``bid`` and ``ask`` (float64, quote currency) and
    ``bid_volume`` and ``ask_volume`` (float32, the provider's unit). Bars have ``open_time`` (nanoseconds,
    UTC), ``open``, ``high``, ``low``, ``close`` and ``volume`` (float64) and ``ticks`` (uint32). SQL has what
    the query says.

    Every library that speaks Arrow's C data interface takes a table as it is: ``pyarrow.table(t)``,
    ``polars.DataFrame(t)``.

    >>> ws.bars("EURUSD", "1d", "2024-01-11")
    open_time                    open     high      low    close      volume   ticks
    2024-01-11T00:00:00.000Z  1.18831  1.18904  1.18679  1.18815  354131.169  133389
    2024-01-12T00:00:00.000Z  1.18810  1.19425  1.18765  1.19390  293793.589  110014
    2 rows
    """

    __slots__ = ("_core",)

    def __init__(self, core: _core.Table) -> None:
        """A table of the core; tables come from a workspace."""
        self._core = core

    def __len__(self) -> int:
        """How many rows."""
        return self._core.num_rows

    @property
    def column_names(self) -> list[str]:
        """The names of the columns, in order."""
        return self._core.column_names

    @property
    def price_digits(self) -> int | None:
        """With how many decimals prices are exact: one more for mid, None for results of SQL."""
        return self._core.price_digits

    def __getitem__(self, name: str) -> Array:
        """One column as a numpy array, as in ``to_numpy``. Raises ``KeyError``."""
        return array_of(self._core.column(name))

    def to_numpy(self) -> dict[str, Array]:
        """One array for each column, by name; each of shape ``(len(table),)``.

        Numbers and times (``datetime64[ns]``, UTC) cannot be written; they share the table's memory where it
        lies in one piece. What is missing is NaN or NaT, so whole numbers with gaps are float64. Texts,
        nested values and booleans with gaps are Python objects.

        Raises ``ImportError`` without numpy, ``ExportError`` if two columns have the same name.

        >>> ws.ticks("EURUSD").to_numpy()["bid"].dtype
        dtype('float64')
        """
        return {name: array_of(column) for name, column in self._columns()}

    def to_pandas(self) -> pd.DataFrame:
        """A pandas ``DataFrame`` of its own memory; times are ``datetime64[ns, UTC]`` in every pandas.

        Raises as ``to_numpy``, and ``ImportError`` without pandas.

        >>> ws.bars("EURUSD", "1h").to_pandas().open_time.dtype
        datetime64[ns, UTC]
        """
        pandas = library("pandas")
        return pandas.DataFrame({name: _pandas_values(pandas, column) for name, column in self._columns()})

    def to_polars(self) -> pl.DataFrame:
        """A Polars ``DataFrame`` that shares the table's memory. Raises ``ImportError`` without Polars."""
        frame: pl.DataFrame = library("polars").DataFrame(self)
        return frame

    def to_arrow(self) -> pa.Table:
        """A pyarrow ``Table`` that shares the table's memory. Raises ``ImportError`` without pyarrow."""
        return library("pyarrow").table(self)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Arrow's C stream, for libraries that take any table."""
        return self._core.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        """Arrow's C schema."""
        return self._core.__arrow_c_schema__()

    def reduce(self, width: int, start: Moment | None = None, end: Moment | None = None) -> Table:
        """What a chart ``width`` pixels wide needs of ticks or bars, from ``start`` up to ``end`` or of all.

        Of ticks those are kept that lines through bids and asks need, at most eight a pixel (see
        ``tickloom.reduce``). Bars of one pixel become one: it opens with the first, closes with the last, has
        the highest high, the lowest low and all volume and ticks, and is known when the last of them is.

        Raises ``InvalidColumns`` for no width and for results of SQL, ``InvalidTime``, ``InvalidRange``.

        >>> ws.bars("EURUSD", "1m").reduce(2)
        open_time                    open     high      low    close      volume   ticks
        2024-01-07T22:00:00.000Z  1.18207  1.18615  1.17820  1.18583  838214.597  313781
        2024-01-10T10:00:00.000Z  1.18582  1.19425  1.18469  1.19390  862323.616  324482
        2 rows
        """
        first = None if start is None else nanos(start)
        last = None if end is None else nanos(end)
        return Table(self._core.reduce(max(width, 0), first, last))

    def to_bytes(self, format: Format) -> bytes:  # noqa: A002 - the word that users know
        r"""The table as a file. CSV of ticks and bars has exactly the instrument's digits.

        Raises ``ExportError`` for another format, or a column that the format cannot hold.

        >>> ws.bars("EURUSD", "1d").to_bytes("csv").split(b"\n")[0]
        b'open_time,open,high,low,close,volume,ticks'
        """
        return self._core.to_bytes(format)

    def write(self, path: str | os.PathLike[str], format: Format | None = None) -> Path:  # noqa: A002
        """Writes the table to a file and returns its path; the ending says the format if nothing else does.

        A file that was there is replaced in one step, or not at all. Raises ``ExportError``, ``OSError``.
        """
        target = Path(path)
        content = self.to_bytes(format or _format_of(target))
        unfinished = target.with_name(f".{target.name}.{uuid4().hex[:8]}.tmp")
        try:
            unfinished.write_bytes(content)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        return target

    def cells(self, start: int, end: int) -> list[list[str]]:
        """Rows from ``start`` up to ``end`` as they are shown: prices with all digits, nothing where missing.

        >>> ws.bars("EURUSD", "1d").cells(0, 1)[0][:2]
        ['2024-01-07T00:00:00.000Z', '1.18207']
        """
        return [["" if cell is None else cell for cell in row] for row in self._core.cells(start, end)]

    def __repr__(self) -> str:
        head, tail = self._ends()
        rows = [self.column_names, *head, *tail]
        header, *body = rows
        lines = aligned(rows, right=numeric(header, body))
        if len(head) + len(tail) < len(self):
            lines.insert(1 + len(head), "…")
        return "\n".join([*lines, self._size()])

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        head, tail = self._ends()
        gap = [["…"] * len(self.column_names)] if len(head) + len(tail) < len(self) else []
        header = "".join(f"<th>{escape(name)}</th>" for name in self.column_names)
        body = "".join(f"<tr>{_html_cells(row)}</tr>" for row in [*head, *gap, *tail])
        rows = f"<table><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table>"
        return f"{rows}<p>{escape(self._size())}</p>"

    def _ends(self) -> tuple[list[list[str]], list[list[str]]]:
        """The first rows and the last; all are among the first if they are few."""
        count = len(self)
        if count <= 2 * _SHOWN:
            return self.cells(0, count), []
        return self.cells(0, _SHOWN), self.cells(count - _SHOWN, count)

    def _size(self) -> str:
        rows = len(self)
        return f"{rows:,} {'row' if rows == 1 else 'rows'}"

    def _columns(self) -> Iterator[tuple[str, _core.Column]]:
        names = self.column_names
        if len(set(names)) < len(names):
            raise ExportError("columns of the same name cannot be told apart: name them with AS")
        return ((name, self._core.column(name)) for name in names)


def array_of(column: _core.Column) -> Array:
    """A column as an array of numpy, of the same memory where it can be. Raises ``ImportError``."""
    numpy = library("numpy")
    objects = column.objects()
    if objects is None:
        array: Array = numpy.frombuffer(column, dtype=column.dtype)
    else:
        array = numpy.empty(len(objects), dtype=object)
        array[:] = objects
    return array


def _pandas_values(pandas: Any, column: _core.Column) -> Any:
    array = array_of(column)
    if array.dtype.kind != "M":
        return array
    times = pandas.DatetimeIndex(array)
    return times.tz_localize("UTC") if column.is_utc else times


def library(name: str) -> Any:
    """An optional library. Raises ``ImportError`` that says how to get it."""
    try:
        return import_module(name)
    except ImportError as error:
        extra = {"pyarrow": "arrow"}.get(name, name)
        message = f"this needs {name}, which is not installed: pip install 'tickloom[{extra}]'"
        raise ImportError(message, name=name) from error


def _format_of(path: Path) -> Format:
    found: Any = _ENDINGS.get(path.suffix.lower())
    if found is None:
        endings = " ".join(_ENDINGS)
        raise ExportError(f"{path.name!r} does not say its format: end it in {endings}, or name the format")
    return found  # type: ignore[no-any-return]


def _html_cells(row: Iterable[str]) -> str:
    return "".join(f"<td>{escape(cell)}</td>" for cell in row)
