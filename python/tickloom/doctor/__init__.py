"""Looks at everything that has to be right for Tickloom to work, and says what to do where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .check import Check, Status

if TYPE_CHECKING:
    import os

__all__ = ["Check", "Status", "examine"]


def examine(home: str | os.PathLike[str] | None = None) -> tuple[Check, ...]:
    """Looks at installation, machine and home, in reading order; ``home`` as for ``tickloom.open``.

    It makes no home and changes none, but what opening a store always puts right; where an engine owns the
    home, it is asked. No look holds up the others: one that hangs says so within nine
    seconds, that at the store within a minute. It raises nothing: what goes wrong is what it tells.

    >>> from tickloom import examine
    >>> {check.status for check in examine(home) if check.name in ("tickloom", "core", "store")}
    {'ok'}
    """
    from .areas import AREAS
    from .asking import answers
    from .homes import home_of

    return tuple(answers(AREAS, home_of(home)))
