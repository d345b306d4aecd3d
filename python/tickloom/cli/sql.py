"""``tickloom sql``: one SELECT over the ticks and bars and the catalogue's tables."""

import sys
from typing import Annotated

import typer

from .options import FormatOption, Json, Output, workspace
from .output import chosen_format, write_tables

Query = Annotated[
    str,
    typer.Argument(metavar="QUERY", help="One SELECT, or - to read it from stdin.", show_default=False),
]
Params = Annotated[
    list[str] | None,
    typer.Option(
        "--param",
        metavar="VALUE",
        help="The next value for a ? in the query, a number or else text; repeat for more.",
    ),
]


def sql(
    context: typer.Context,
    query: Query,
    params: Params = None,
    form: FormatOption = None,
    output: Output = None,
    as_json: Json = False,
) -> None:
    """Show or write what a SELECT finds.

    It may use the views ticks and bars and the tables instruments, calendars, imports, findings, bars_cache,
    backtests, trades and positions.
    """
    chosen = chosen_format(form, as_json, output)
    statement = sys.stdin.read() if query == "-" else query
    with workspace(context) as opened:
        write_tables([opened.sql(statement, [_value(text) for text in params or ()])], chosen, output)


def _value(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
