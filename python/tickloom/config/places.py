"""Where a value comes from, and what is wrong with it: the words in which both are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Source = Literal["flag", "environment", "project", "user", "default"]
"""The kinds of places, the first of which counts."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A place that can hold a value."""

    source: Source
    """Its kind."""
    place: str
    """Where exactly: an option, a variable, a file with its line; empty for a default."""

    def __str__(self) -> str:
        """What people are told."""
        return self.place or self.source


@dataclass(frozen=True, slots=True)
class Entry:
    """A name with its text, as it stands somewhere."""

    name: str
    """As it is written there, as ``TICKLOOM_HOME``."""
    text: str = field(repr=False)
    """What it was given; it may be a secret that stands in the wrong place."""
    origin: Origin
    """Where."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a configuration. Never holds a value, which may be a secret."""

    place: str
    """A variable of the environment, an option, or a file with its line."""
    key: str
    """The name that stands there; empty if the place as a whole is meant."""
    what: str
    """What is wrong."""
    fix: str
    """What to do."""

    def __str__(self) -> str:
        """One line."""
        where = f"{self.place}: {self.key}" if self.key and self.key != self.place else self.place
        return f"{where}: {self.what}; {self.fix}"
