"""``tickloom ticks``: the ticks of a symbol, day by day."""

import typer

from .options import End, FormatOption, Json, Output, Start, Symbol, workspace
from .output import chosen_format, write_tables
from .spans import spans


def ticks(
    context: typer.Context,
    symbol: Symbol,
    start: Start = None,
    end: End = None,
    form: FormatOption = None,
    output: Output = None,
    as_json: Json = False,
) -> None:
    """Show or write ticks.

    Columns: timestamp, bid, ask, bid_volume, ask_volume.
    """
    chosen = chosen_format(form, as_json, output)
    with workspace(context) as opened:
        days = spans(opened, symbol, start, end, days=1)
        write_tables((opened.ticks(symbol, *day) for day in days), chosen, output)
