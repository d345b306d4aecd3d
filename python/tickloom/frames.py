"""What ``Workspace.write_ticks`` takes: anything that hands out columns of Arrow."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Protocol


class ArrowStream(Protocol):
    """Pyarrow's, Polars', DuckDB's and Tickloom's tables, and data frames of pandas since 2.2."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Arrow's C stream."""


def streamed(table: ArrowStream | Mapping[str, object]) -> ArrowStream:
    """The table itself, or one made of columns by name, such as arrays of numpy.

    Raises ``TypeError`` for anything else, ``ImportError`` if columns need pyarrow or Polars and neither is
    installed.
    """
    if isinstance(table, Mapping):
        return _of_columns(table)
    if hasattr(table, "__arrow_c_stream__"):
        return table
    kind = type(table).__name__
    raise TypeError(
        f"a table of ticks has __arrow_c_stream__, as pyarrow, Polars and pandas have, not {kind}"
    )


def _of_columns(columns: Mapping[str, object]) -> ArrowStream:
    for library, maker in (("pyarrow", "table"), ("polars", "DataFrame")):
        try:
            found = import_module(library)
        except ImportError:
            continue
        made: ArrowStream = getattr(found, maker)(dict(columns))
        return made
    raise ImportError("columns by name need pyarrow or polars: pip install 'tickloom[arrow]'")
