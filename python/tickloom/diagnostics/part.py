"""What all parts of a bundle have in common: a name, and a way to come by their content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Absent(Exception):
    """A part that there is nothing to tell of; its text says why."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bundle, which becomes one file."""

    name: str
    """The file's name; what ends in ``.json`` gives what JSON can hold, anything else gives text."""
    about: str
    """What it holds, for people."""
    make: Callable[[Path], object]
    """Gives the content for a home. Raises ``Absent``, or whatever stands in the way."""
    seconds: float = 10.0
    """How long it is waited for."""
