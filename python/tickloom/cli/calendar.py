"""``tickloom calendar``: by which rules a symbol's market is open, and how to change them."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .exits import CommandError
from .options import Symbol, workspace
from .output import put
from .words import say

if TYPE_CHECKING:
    from tickloom import Workspace

MAX_BYTES = 1 << 20
"""A calendar with a thousand holidays has a tenth of it."""


def calendar(
    context: typer.Context,
    symbol: Symbol,
    rules: Annotated[
        Path | None,
        typer.Option("--set", metavar="FILE", help="Give the symbol these rules, JSON; - reads stdin."),
    ] = None,
    reset: Annotated[bool, typer.Option("--reset", help="Go back to the usual rules of its kind.")] = False,
) -> None:
    """Show the rules by which a symbol's market is open, as JSON, after changing them if asked to.

    Gaps, coverage, passports and bars of session days go by them.
    """
    if rules is not None and reset:
        raise typer.BadParameter("--set and --reset exclude each other")
    with workspace(context) as opened:
        if rules is not None:
            _set(opened, symbol, _read(rules))
        elif reset and not opened.calendars.delete(symbol.upper()):
            say(f"{symbol.upper()} had no rules of its own")
        put(json.dumps(opened.calendar(symbol), indent=2, ensure_ascii=False))


def _set(opened: "Workspace", symbol: str, rules: Any) -> None:
    from tickloom import CalendarRecord

    record = CalendarRecord(symbol=symbol.upper(), rules=rules)
    known = opened.calendars.get(record.symbol) is not None
    (opened.calendars.update if known else opened.calendars.create)(record)


def _read(path: Path) -> Any:
    is_stdin = str(path) == "-"
    name = "standard input" if is_stdin else str(path)
    try:
        rules = json.loads(sys.stdin.read(MAX_BYTES + 1) if is_stdin else _text(path))
    except (ValueError, RecursionError) as error:
        raise CommandError("calendar.rules_invalid", f"{name} is no JSON: {error}") from error
    if not isinstance(rules, dict):
        raise CommandError("calendar.rules_invalid", f"{name} holds no JSON object with rules")
    return rules


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError("calendar.file_unreadable", f"cannot read {path}: {error.strerror}") from error
