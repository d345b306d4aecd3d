"""How a process that serves is told to stop: the first signal lets it finish, the second ends it."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

SECONDS_AFTER_THE_SECOND = 2.0
"""However much is open, the process has ended by then."""

NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Of which each system has its own."""


@contextmanager
def stopped_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Has ``stop`` called for each signal that asks to end, unless the process was told to ignore it."""
    calls = 0

    def asked(number: int, _frame: FrameType | None) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            _end_later(128 + number)
        stop()

    known = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]
    heard = [number for number in known if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, asked) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_later(code: int) -> None:
    end = Timer(SECONDS_AFTER_THE_SECOND, os._exit, [code])
    end.daemon = True
    end.start()
