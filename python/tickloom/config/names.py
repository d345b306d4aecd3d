"""Names that are meant for Tickloom, and those among them that are no settings."""

from __future__ import annotations

PREFIX = "TICKLOOM_"
"""How the variable of every setting begins."""
STAGE = "TICKLOOM_ENV"
"""The variable that chooses the project's file."""
DEBUG = "TICKLOOM_DEBUG"
"""The variable that shows where an error was raised."""
CREDENTIAL = "TICKLOOM_CREDENTIAL_"
"""How variables begin that hold secrets, which are no settings."""
# The project's own tests say by these where their data lies.
_OF_TESTS = "TICKLOOM_TEST_"


def is_meant(name: str) -> bool:
    """Whether a name is meant for Tickloom, however it is written."""
    return name.upper().startswith(PREFIX)


def is_setting(name: str) -> bool:
    """Whether a variable is a setting, or looks as if it was meant to be one; secrets are left alone.

    >>> is_setting("TICKLOOM_SQL__TIMEOUT"), is_setting("tickloom_sql"), is_setting("TICKLOOM_ENV")
    (True, True, False)
    """
    return is_meant(name) and not name.startswith((CREDENTIAL, _OF_TESTS)) and name not in {STAGE, DEBUG}
