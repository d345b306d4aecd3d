"""Words for people, always on stderr, so that stdout holds nothing but data."""

import os
import sys

from tickloom.counting import counted

__all__ = ["complain", "counted", "on_terminal", "say", "styled"]


def say(text: str) -> None:
    """One line or several."""
    print(text, file=sys.stderr)


def complain(message: str, code: str) -> None:
    """An error as one line that ends in its code."""
    say(f"{styled('error:', '31;1')} {message} [{code}]")


def styled(text: str, style: str) -> str:
    """The text in a terminal's colour, or as it is where colours are not wanted or not shown.

    ``style`` is the number of an ANSI style, as ``31`` for red.
    """
    return f"\x1b[{style}m{text}\x1b[0m" if _colours() else text


def on_terminal() -> bool:
    """Whether somebody reads the words on a terminal."""
    return sys.stderr.isatty()


def _colours() -> bool:
    return "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb" and on_terminal()
