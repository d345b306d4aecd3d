"""What the doctor's looks have in common: a line of what was found, and a look that may take only so long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

Status: TypeAlias = Literal["ok", "warn", "fail"]
"""``ok``, ``warn`` (works, but somebody should know), or ``fail`` (does not work, or soon will not)."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor."""

    name: str
    """What was looked at."""
    status: Status
    """How it is."""
    found: str
    """What was found, in words."""
    advice: str = ""
    """What to do about it; empty if nothing needs to be done."""


@dataclass(frozen=True, slots=True)
class Area:
    """Checks that belong together, and are made one after the other."""

    name: str
    """What stands in the line that says that it did not answer."""
    look: Callable[[Path], Iterable[Check]]
    """Looks at a home, which need not be there, and changes nothing."""
    seconds: float = 5.0
    """How long it is waited for."""
    silent: Status = "fail"
    """What it means if it does not answer in time."""
