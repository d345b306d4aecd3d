"""Bars from the workspace as the chart page wants them."""

import json
from typing import TYPE_CHECKING, Any

from .exits import CommandError
from .options import Side
from .spans import spans_of_bars

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tickloom import Table, Workspace
    from tickloom.chart import ChartData

NANOS_PER_MILLI = 1_000_000
METATRADER_NAMES = ("M1", "M5", "M15", "M30", "H1", "H4", "D1", "W1", "MN1")
"""Those of the standard timeframes, in their order."""


def chart_data(
    workspace: "Workspace", symbol: str, timeframe: str, side: Side, start: str | None, end: str | None
) -> "ChartData":
    """The bars of a chart. Raises ``CommandError`` if there are none, or more than a page can hold."""
    from tickloom import __version__
    from tickloom.chart import ChartData

    pieces = spans_of_bars(workspace, symbol, timeframe, start, end)
    tables = _bounded(workspace.bars(symbol, timeframe, *span, side=side) for span in pieces)
    columns = _columns(tables)
    digits = tables[0].price_digits or 0
    return ChartData(symbol.upper(), _shown(timeframe), side, digits, __version__, **columns)


def _shown(timeframe: str) -> str:
    from tickloom._core import STANDARD_TIMEFRAMES

    return dict(zip(METATRADER_NAMES, STANDARD_TIMEFRAMES, strict=True)).get(timeframe, timeframe)


def _bounded(tables: "Iterable[Table]") -> "list[Table]":
    from tickloom.chart import MAX_BARS

    kept: list[Table] = []
    for table in tables:
        kept.append(table)
        if sum(map(len, kept)) > MAX_BARS:
            raise CommandError(
                "chart.too_many_bars",
                f"more than {MAX_BARS:,} bars are too many for one chart: "
                "choose a longer timeframe, or less time with --from and --to",
            )
    if not any(map(len, kept)):
        raise CommandError(
            "bars.none", "there are no bars in this time: see `tickloom symbols` for what is stored"
        )
    return kept


def _columns(tables: "Iterable[Table]") -> dict[str, Any]:
    from tickloom.times import nanos

    # JSON rather than arrays: numpy need not be installed to draw a chart.
    rows = [row for table in tables for row in json.loads(table.to_bytes("json"))]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    columns["open_time"] = [nanos(time) // NANOS_PER_MILLI for time in columns["open_time"]]
    return columns
