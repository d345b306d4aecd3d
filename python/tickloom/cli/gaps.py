"""``tickloom gaps``: where ticks are missing, told apart by the market's calendar."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from .options import End, Format, FormatOption, Json, Output, Start, Symbol, workspace
from .output import chosen_format, write_tables
from .words import counted, say

if TYPE_CHECKING:
    from datetime import date

    from tickloom.workspace import GapClass as Class

MOST_NAMED = 10
"""Missing days that are named; of more, the count says enough."""


class GapClass(StrEnum):
    """What to think of a gap, from the least to the most worrying."""

    CLOSED = "closed"
    HOLIDAY = "holiday"
    QUIET = "quiet"
    SUSPICIOUS = "suspicious"


def gaps(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    symbol: Symbol,
    classes: Annotated[
        list[GapClass] | None,
        typer.Option("--class", help="Show these only; may be repeated.", show_default=False),
    ] = None,
    shortest: Annotated[
        float, typer.Option("--shortest", metavar="SECONDS", min=0.001, help="Leave out shorter ones.")
    ] = 60.0,
    start: Start = None,
    end: End = None,
    form: FormatOption = None,
    output: Output = None,
    as_json: Json = False,
) -> None:
    """Show where ticks are missing.

    Columns: start, end, seconds, class, session_day. A gap is closed or holiday when the market was,
    suspicious when the market was open and the silence much longer than usual at that hour of the week, else
    quiet.
    """
    chosen = chosen_format(form, as_json, output)
    with workspace(context) as opened:
        found = opened.gaps(symbol, start, end, classes=_values(classes), shortest=shortest)
        write_tables([found], chosen, output)
        if chosen == Format.TABLE:
            _tell_missing(opened.missing_days(symbol, start, end))


def _values(classes: list[GapClass] | None) -> "list[Class] | None":
    return [kind.value for kind in classes] if classes else None


def _tell_missing(days: "list[date]") -> None:
    if days:
        named = " ".join(map(str, days[:MOST_NAMED])) + (" …" if len(days) > MOST_NAMED else "")
        say(f"{counted(len(days), 'day')} without any tick: {named}")
