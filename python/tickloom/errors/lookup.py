"""From a code of the core, or of an engine, to the exception that stands for it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from .base import Interrupted, TickloomError

if TYPE_CHECKING:
    from collections.abc import Iterator


def of_code(code: str, message: str) -> TickloomError | Interrupted:
    """The error that stands for a code of the core, not yet raised.

    >>> of_code("store.full", "no space is left")
    StoreUnusable('no space is left')
    """
    return class_of(code)(message, code)


def class_of(code: str) -> type[TickloomError | Interrupted]:
    """The class for a code; ``TickloomError`` itself for one that this version does not know.

    >>> class_of("symbol.unknown").__name__
    'UnknownSymbol'
    """
    classes = by_code()
    return classes.get(code) or classes.get(code.partition(".")[0] + ".", TickloomError)


@cache
def by_code() -> dict[str, type[TickloomError | Interrupted]]:
    """The classes by the codes, and by the beginnings of codes, that they name."""
    kinds = (*_below(TickloomError), Interrupted)
    return {code: kind for kind in kinds for code in vars(kind).get("codes", ())}


def _below(base: type[TickloomError]) -> Iterator[type[TickloomError]]:
    # Classes that users make of these stand for no code of ours.
    for kind in base.__subclasses__():
        if kind.__module__ == TickloomError.__module__:
            yield kind
            yield from _below(kind)
