"""``tickloom passport``: what is known of a symbol's month, to read, to keep and to cite."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import Format, Json, Output, Symbol, workspace
from .output import write

if TYPE_CHECKING:
    from tickloom import Passport


class Form(StrEnum):
    """How a passport is written."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"
    MD = "md"


def passport(
    context: typer.Context,
    symbol: Symbol,
    month: Annotated[
        str, typer.Argument(metavar="MONTH", help="The month in UTC, as 2019-02.", show_default=False)
    ],
    form: Annotated[
        Form | None,
        typer.Option(
            "--format", help="How to write it; FILE's ending if not given, else table.", show_default=False
        ),
    ] = None,
    output: Output = None,
    as_json: Json = False,
) -> None:
    """Show or write the passport of a month.

    What is stored, what is missing, what is odd, where it came from, and the hashes to cite it by. The same
    content of a store gives the same passport, to the byte.
    """
    chosen = _chosen(form, as_json, output)
    with workspace(context) as opened:
        made = opened.passport(symbol, month)
    # Every form is text, which a terminal can show.
    write([_written(made, chosen, output).encode()], Format.TABLE, output)


def _chosen(form: Form | None, as_json: bool, path: Path | None) -> Form:
    if as_json and form not in (None, Form.JSON):
        raise typer.BadParameter("--json and --format contradict each other")
    if as_json:
        return Form.JSON
    ending = path.suffix.lstrip(".").lower() if path else ""
    return form or (Form(ending) if ending in list(Form) else Form.TABLE)


def _written(made: "Passport", form: Form, path: Path | None) -> str:
    if form == Form.JSON:
        return made.to_json()
    if form == Form.HTML:
        return made.to_html()
    if form == Form.MD:
        return made.to_markdown()
    from .passport_view import view

    return view(made, colours=path is None)
