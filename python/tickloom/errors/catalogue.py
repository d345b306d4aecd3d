"""What is known of every code beside its class; read from its file when somebody asks, not before."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue says of a code."""

    code: str
    """The code, which never changes."""

    group: str
    """The heading under which it stands in docs/errors.md."""

    where: str
    """Where codes of this group come from."""

    kind: str
    """The class that carries it, or ``in reports`` or ``command line``."""

    exit: int
    """The exit code of a command that it ends."""

    retryable: bool
    """Whether the same, asked again later, may succeed without a change of what is asked."""

    what: str
    """What happened."""

    advice: str
    """What to do."""

    close: int | None
    """The close code of the WebSocket, 1000 to 4999, if a connection ends with it."""


def find(code: str) -> Known | None:
    """What is known of a code; nothing if it is of another version.

    >>> known = find("store.busy")
    >>> known.kind, known.exit, known.retryable
    ('StoreBusy', 5, True)
    """
    return entries().get(code)


@cache
def entries() -> Mapping[str, Known]:
    """All codes, in the order of docs/errors.md."""
    text = Path(__file__).with_name("catalogue.json").read_text(encoding="utf-8")
    return {known.code: known for group in json.loads(text)["groups"] for known in _of_group(group)}


def _of_group(group: dict[str, Any]) -> Iterator[Known]:
    for error in group["errors"]:
        yield Known(
            code=error["code"],
            group=group["name"],
            where=group["about"],
            kind=error["class"],
            exit=error["exit"],
            retryable=error["retryable"],
            what=error["what"],
            advice=error["advice"],
            close=error["close"],
        )
