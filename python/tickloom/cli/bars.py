"""``tickloom bars``: the bars of a symbol, some weeks at a time."""

import typer

from .options import End, FormatOption, Json, Output, Side, SideOption, Start, Symbol, Timeframe, workspace
from .output import chosen_format, write_tables
from .spans import spans_of_bars


def bars(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    symbol: Symbol,
    timeframe: Timeframe,
    side: SideOption = Side.BID,
    start: Start = None,
    end: End = None,
    form: FormatOption = None,
    output: Output = None,
    as_json: Json = False,
) -> None:
    """Show or write bars.

    Columns: open_time, open, high, low, close, volume, ticks. A bar is named by the moment it opens; days and
    weeks are UTC. Times without ticks have no bar.
    """
    chosen = chosen_format(form, as_json, output)
    with workspace(context) as opened:
        pieces = spans_of_bars(opened, symbol, timeframe, start, end)
        tables = (opened.bars(symbol, timeframe, *piece, side=side) for piece in pieces)
        write_tables(tables, chosen, output)
