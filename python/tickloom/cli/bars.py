"""``tickloom bars``: the bars of a symbol, some weeks at a time."""

from typing import TYPE_CHECKING, Annotated

import typer

from .options import (
    Day,
    DayOption,
    End,
    FillOption,
    FormatOption,
    Json,
    Output,
    Side,
    SideOption,
    Start,
    Symbol,
    Timeframe,
    workspace,
)
from .output import chosen_format, write_tables
from .spans import spans_of_bars

if TYPE_CHECKING:
    from tickloom.bar_requests import BarOptions

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="TIME", help="Only what was known at this moment: complete bars."),
]
Forming = Annotated[bool, typer.Option("--forming", help="The bar in progress too, as the last row.")]
Detail = Annotated[bool, typer.Option("--detail", help="Also when each bar was known, and its spread.")]


def bars(
    context: typer.Context,
    symbol: Symbol,
    timeframe: Timeframe,
    side: SideOption = Side.BID,
    start: Start = None,
    end: End = None,
    day: DayOption = Day.UTC,
    fill: FillOption = None,
    as_of: AsOf = None,
    forming: Forming = False,
    detail: Detail = False,
    form: FormatOption = None,
    output: Output = None,
    as_json: Json = False,
) -> None:
    """Show or write bars.

    Columns: open_time, open, high, low, close, volume, ticks; with --as-of or --forming also available_at and
    complete, with --detail also the spread. A bar is named by the moment it opens; days and weeks are UTC, or
    those of the symbol's sessions with --day session. Times without ticks have no bar, or a flat one with
    --fill flat.
    """
    chosen = chosen_format(form, as_json, output)
    with workspace(context) as opened:
        pieces = spans_of_bars(opened, symbol, timeframe, start, end)
        options: BarOptions = {"day": day, "fill": fill, "as_of": as_of, "forming": forming, "detail": detail}
        tables = (opened.bars(symbol, timeframe, *piece, side, **options) for piece in pieces)
        write_tables(tables, chosen, output)
