"""``tickloom explain``: what a code means and what to do, without a page at hand."""

import json
import re
import textwrap
from dataclasses import asdict
from difflib import get_close_matches
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import MEANING, CommandError, Exit
from .options import Json
from .output import put

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tickloom.errors.catalogue import Known

WIDTH = 100
SUGGESTED = 5
LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
NO_CLASS = ("in reports", "command line", "CommandError")


def _completed(incomplete: str) -> list[str]:
    from tickloom.errors.catalogue import entries

    return [code for code in entries() if code.startswith(incomplete)]


def explain(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="[CODE]",
            help="As it stands at the end of an error.",
            show_default=False,
            autocompletion=_completed,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Tell what an error's code means, and what to do.

    Without a code, all of them are listed by where they come from.
    """
    from tickloom.errors.catalogue import entries

    if code is None:
        found = list(entries().values())
        text = json.dumps([asdict(known) for known in found]) if as_json else "\n".join(_listed(found))
    else:
        known = _found(code.strip("[]"))
        text = json.dumps(asdict(known)) if as_json else "\n".join(_page(known))
    put(text)


def _found(code: str) -> "Known":
    from tickloom.errors.catalogue import entries, find

    known = find(code)
    if known is not None:
        return known
    near = [name for name in entries() if name.startswith(f"{code.rstrip('.')}.")]
    near = (near or get_close_matches(code, entries(), SUGGESTED))[:SUGGESTED]
    hint = f"did you mean {', '.join(near)}?" if near else "tickloom explain lists all of them"
    raise CommandError("explain.code_unknown", f"no error has the code {code}; {hint}")


def _page(known: "Known") -> "Iterator[str]":
    yield known.code
    yield from _wrapped(known.what, "  ")
    yield ""
    for name, text in _facts(known):
        yield from _wrapped(text, " " * 13, f"  {name:<11}")


def _facts(known: "Known") -> "Iterator[tuple[str, str]]":
    again = "yes: the same may succeed later" if known.retryable else "no: first something has to change"
    yield "what to do", known.advice
    yield "ask again", again
    yield "exit code", f"{known.exit}, {MEANING[Exit(known.exit)]}"
    yield "in Python", "no exception" if known.kind in NO_CLASS else _class(known.kind)
    if known.close is not None:
        yield "connection", f"it ends, with close code {known.close}"
    where = LINK.sub(r"\1", known.where)
    yield "where", f"{known.group}. {where}"


def _class(kind: str) -> str:
    from tickloom import errors

    return f"{'tickloom.errors' if hasattr(errors, kind) else 'tickloom.chart'}.{kind}"


def _listed(found: "list[Known]") -> "Iterator[str]":
    for group, codes in groupby(found, key=lambda known: known.group):
        yield group
        yield from _wrapped(" ".join(known.code for known in codes), "  ")
    yield "tickloom explain CODE says what one means and what to do"


def _wrapped(text: str, indent: str, first: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
