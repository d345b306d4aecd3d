"""How a command ends: the words for an error, and the exit code that a script sees."""

import errno
import os
import sys
from contextlib import AbstractContextManager, nullcontext, suppress

from typer import Abort, TyperException

from tickloom.masked_output import masked_output

from .exit_codes import MEANING, Exit
from .usage import USAGE, tell_usage
from .words import complain, say

__all__ = ["MEANING", "CommandError", "Exit", "exit_of", "tell"]

STREAM_ERRORS = {errno.EPIPE, errno.ENOSPC, errno.EIO}
"""How stdout and stderr fail: nobody reads, no space, a terminal that has gone."""

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


def own_code(error: BaseException) -> str | None:
    """The code that an error has itself: it is one of the project's, whatever it inherits from."""
    code = getattr(error, "code", None)
    return code if isinstance(code, str) else None


def tell(error: BaseException) -> Exit:
    """Says on stderr what went wrong, with its code, and returns the exit code."""
    code = _code_of(error)
    # Where nobody reads stderr either, the exit code has to do.
    with suppress(BrokenPipeError), _masked():
        if os.environ.get("TICKLOOM_DEBUG") == "1":
            sys.excepthook(type(error), error, error.__traceback__)
        _say(error, code)
    return exit_of(code)


def _masked() -> AbstractContextManager[None]:
    """Without the core no secret has come into this process."""
    return masked_output() if "tickloom._core" in sys.modules else nullcontext()


def _code_of(error: BaseException) -> str:
    if isinstance(error, KeyboardInterrupt | Abort):
        return "interrupted"
    if isinstance(error, TyperException):
        return USAGE
    return own_code(error) or ("output.not_writable" if _is_of_a_stream(error) else "internal.error")


def _is_of_a_stream(error: BaseException) -> bool:
    # What goes wrong with a file names it.
    return isinstance(error, OSError) and error.filename is None and error.errno in STREAM_ERRORS


def _say(error: BaseException, code: str) -> None:
    if code == "interrupted":
        say(f"{str(error) or 'interrupted'} [interrupted]")
    elif isinstance(error, TyperException):
        tell_usage(error)
    elif code == "internal.error":
        what = " ".join(f"{type(error).__name__}: {error}".split())
        complain(f"{what}; please report this at {REPORT_AT}, with what TICKLOOM_DEBUG=1 shows", code)
    else:
        complain(str(error), code)
