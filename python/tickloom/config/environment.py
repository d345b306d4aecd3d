"""What the environment says: the stage, and settings in variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .files import STAGES
from .names import STAGE, is_setting
from .places import Entry, Origin, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def stage(environ: Mapping[str, str]) -> str | Problem:
    """The stage that the environment names, else the usual one.

    >>> stage({}), stage({"TICKLOOM_ENV": "ci"})
    ('development', 'ci')
    """
    named = environ.get(STAGE) or STAGES[0]
    if named in STAGES:
        return named
    return Problem(STAGE, STAGE, "no such stage", f"make it one of {', '.join(STAGES)}")


def variables(environ: Mapping[str, str]) -> Iterator[Entry]:
    """Variables that are settings, or look as if they were meant to be."""
    for name, text in environ.items():
        if is_setting(name):
            yield Entry(name, text, Origin("environment", name))
