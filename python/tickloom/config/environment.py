"""What the environment says: the stage, and settings in variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .files import STAGES
from .keys import PREFIX
from .places import Entry, Origin, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

STAGE = "TICKLOOM_ENV"
"""The variable that chooses the project's file."""
DEBUG = "TICKLOOM_DEBUG"
"""The variable that shows where an error was raised."""
CREDENTIAL = "TICKLOOM_CREDENTIAL_"
"""How variables begin that hold secrets, which are no settings."""
# The project's own tests say by these where their data lies.
_OF_TESTS = "TICKLOOM_TEST_"


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
    """Variables that are settings, or look as if they were meant to be; secrets are left alone."""
    for name, text in environ.items():
        if is_meant(name) and not name.startswith((CREDENTIAL, _OF_TESTS)) and name not in {STAGE, DEBUG}:
            yield Entry(name, text, Origin("environment", name))


def is_meant(name: str) -> bool:
    """Whether a name is meant for Tickloom, however it is written."""
    return name.upper().startswith(PREFIX)
