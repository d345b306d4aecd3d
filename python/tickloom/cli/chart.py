"""``tickloom chart``: bars as a web page that opens from disk."""

import json
from pathlib import Path
from typing import Annotated

import typer

from .options import End, Json, Side, SideOption, Start, Symbol, Timeframe, workspace
from .output import put
from .words import counted, say


def chart(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    symbol: Symbol,
    timeframe: Timeframe,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="The page to write.", show_default=False)
    ],
    side: SideOption = Side.BID,
    start: Start = None,
    end: End = None,
    show: Annotated[bool, typer.Option("--open", help="Open the page in the web browser.")] = False,
    as_json: Json = False,
) -> None:
    """Write bars as a chart: one HTML page.

    The page needs nothing else, not even a network.
    """
    from tickloom.chart import write_page

    from .drawing import chart_data
    from .output import unwritable

    with workspace(context) as opened:
        data = chart_data(opened, symbol, timeframe, side, start, end)
    try:
        page = write_page(out, data)
    except OSError as error:
        raise unwritable(out, error) from error
    say(f"{counted(len(data.open_time), 'bar')} in {page}")
    if as_json:
        put(_as_json(page, data.symbol, data.timeframe, side, len(data.open_time)))
    if show:
        typer.launch(page.resolve().as_uri())


def _as_json(page: Path, symbol: str, timeframe: str, side: Side, bars: int) -> str:
    fields = {"file": str(page), "symbol": symbol, "timeframe": timeframe, "side": side, "bars": bars}
    return json.dumps(fields)
