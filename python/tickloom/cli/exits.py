"""How a command ends: the words for an error, and the exit code that a script sees."""

import os
import sys

from typer import Abort, TyperException

from .exit_codes import MEANING, Exit
from .usage import tell_usage
from .words import complain, say

__all__ = ["MEANING", "CommandError", "Exit", "exit_of", "tell"]

REPORT_AT = "the project's issue tracker"
"""Where to tell of an error that should not exist."""


class CommandError(Exception):
    """A failure that only the command line knows: its text says what to do, its code never changes."""

    def __init__(self, code: str, message: str) -> None:
        """Keeps the code beside the message."""
        self.code = code
        super().__init__(message)


def exit_of(code: str) -> Exit:
    """The exit code of an error's code; unknown ones are defects.

    >>> exit_of("symbol.unknown"), exit_of("store.full")
    (<Exit.NOT_FOUND: 4>, <Exit.UNUSABLE: 6>)
    """
    from ..errors.catalogue import find

    known = find(code)
    return Exit.INTERNAL if known is None else Exit(known.exit)


def tell(error: BaseException) -> Exit:
    """Says on stderr what went wrong, with its code, and returns the exit code."""
    if os.environ.get("TICKLOOM_DEBUG") == "1":
        sys.excepthook(type(error), error, error.__traceback__)
    if isinstance(error, KeyboardInterrupt | Abort):
        say("interrupted [interrupted]")
        return Exit.INTERRUPTED
    if isinstance(error, TyperException):
        tell_usage(error)
        return Exit.USAGE
    code = getattr(error, "code", None)
    if not isinstance(code, str):
        return _tell_of_defect(error)
    complain(str(error), code)
    return exit_of(code)


def _tell_of_defect(error: BaseException) -> Exit:
    what = " ".join(f"{type(error).__name__}: {error}".split())
    complain(f"{what}; please report this at {REPORT_AT}, with what TICKLOOM_DEBUG=1 shows", "internal.error")
    return Exit.INTERNAL
