"""``tickloom coverage``: what came of what could be expected, hour by hour or day by day."""

from enum import StrEnum
from typing import Annotated

import typer

from .options import End, FormatOption, Json, Output, Start, Symbol, workspace
from .output import chosen_format, write_tables


class Period(StrEnum):
    """A period of UTC by which ticks are counted."""

    HOUR = "hour"
    DAY = "day"


def coverage(
    context: typer.Context,
    symbol: Symbol,
    by: Annotated[Period, typer.Option("--by", help="The period, in UTC.")] = Period.HOUR,
    start: Start = None,
    end: End = None,
    form: FormatOption = None,
    output: Output = None,
    as_json: Json = False,
) -> None:
    """Show what came of what could be expected.

    Columns: start, open_seconds (how long the market was open), ticks, first, last, longest_silence (in
    seconds), class (full, closed, holiday, or the worst gap that touches the period: quiet, suspicious).
    """
    chosen = chosen_format(form, as_json, output)
    with workspace(context) as opened:
        write_tables([opened.coverage(symbol, start, end, by=by.value)], chosen, output)
