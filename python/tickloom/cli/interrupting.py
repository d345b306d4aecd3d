"""Ctrl-C in long work: once to stop at a safe point, which is said at once, and once more to stop now."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .words import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


@contextmanager
def interruptible(what_stops: str) -> Iterator[None]:
    """Says what the first Ctrl-C does and what a second one would; both raise ``KeyboardInterrupt``.

    Once pressed, a command is about to end: what is pressed after this block does not disturb it.
    """
    presses = 0

    def pressed(_signal: int, _frame: FrameType | None) -> None:
        nonlocal presses
        presses += 1
        say(f"stopping {what_stops}; Ctrl-C again stops now" if presses == 1 else "stopping now")
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, pressed)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN if presses else before)


def this_command() -> str:
    """The running command as one would type it again."""
    arguments = ["tickloom", *sys.argv[1:]]
    if sys.platform == "win32":
        return subprocess.list2cmdline(arguments)
    import shlex

    return shlex.join(arguments)
