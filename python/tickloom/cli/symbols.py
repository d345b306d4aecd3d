"""``tickloom symbols``: what is stored."""

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

import typer

from tickloom.alignment import aligned

from .options import Format, FormatOption, Json, Output, workspace
from .output import chosen_format, write, write_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tickloom import Instrument, Table, Workspace

HEADER = ("symbol", "kind", "digits", "ticks", "days", "first", "last", "size", "bytes/tick")
RIGHT = frozenset({2, 3, 4, 7, 8})

COLUMNS = {
    "symbol": "VARCHAR",
    "kind": "VARCHAR",
    "digits": "UTINYINT",
    "ticks": "UBIGINT",
    "days": "UBIGINT",
    "first": "TIMESTAMPTZ",
    "last": "TIMESTAMPTZ",
    "bytes": "UBIGINT",
    "bytes_per_tick": "DOUBLE",
    "content_hash": "VARCHAR",
}


def symbols(
    context: typer.Context, form: FormatOption = None, output: Output = None, as_json: Json = False
) -> None:
    """List the symbols that have ticks.

    Tells how many there are, from when to when, and in how much space.
    """
    chosen = chosen_format(form, as_json, output)
    with workspace(context) as opened:
        stored = opened.instruments()
        if chosen == Format.TABLE:
            write(_lines(stored), chosen, output)
        else:
            write_tables([_table(opened, stored)], chosen, output)


def _lines(stored: "Sequence[Instrument]") -> list[bytes]:
    return [f"{line}\n".encode() for line in aligned([HEADER, *map(_cells, stored)], RIGHT)]


def _cells(of: "Instrument") -> tuple[str, ...]:
    from tickloom.times import iso

    return (
        of.symbol,
        of.kind,
        str(of.digits),
        f"{of.ticks:,}",
        f"{of.days:,}",
        iso(of.first),
        iso(of.last),
        f"{of.bytes / 1e6:,.1f} MB",
        f"{of.bytes_per_tick:.2f}",
    )


def _table(workspace: "Workspace", stored: "Sequence[Instrument]") -> "Table":
    # One engine writes every format: the values go through it as the parameters of a query.
    casts = ", ".join(f"CAST(? AS {kind}) AS {name}" for name, kind in COLUMNS.items())
    rows = " UNION ALL ".join([f"SELECT {casts}"] * len(stored))
    return workspace.sql(rows or _no_rows(), list(chain.from_iterable(map(_values, stored))))


def _no_rows() -> str:
    columns = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in COLUMNS.items())
    return f"SELECT {columns} LIMIT 0"


def _values(of: "Instrument") -> Iterator[str | float]:
    from tickloom.times import iso

    for name in COLUMNS:
        value = getattr(of, name)
        yield iso(value) if name in ("first", "last") else value
