"""Ctrl-C as a user presses it, without harm to other tests if nobody waits for it any more."""

from __future__ import annotations

import _thread
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def ctrl_c_after(seconds: float) -> Iterator[None]:
    """Presses after that time, unless the block has ended before."""
    pressed = threading.Timer(seconds, _thread.interrupt_main)
    pressed.start()
    try:
        yield
    finally:
        pressed.cancel()
        pressed.join()
