"""Calls that may never return, as into a system that hangs: given up in time, while the rest goes on."""

from __future__ import annotations

import time
from threading import Thread
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class NoAnswer(Exception):
    """A call has not returned in its time."""


class Started(Generic[T]):
    """A call that has begun.

    >>> Started(lambda: 6 * 7, "multiplies").result(1.0)
    42
    """

    def __init__(self, call: Callable[[], T], name: str) -> None:
        """Begins it, on a thread of this name."""
        self._begun = time.monotonic()
        self._call = call
        self._returned: list[T] = []
        self._raised: BaseException | None = None
        # What hangs in the system cannot be ended; a daemon at least lets the process end.
        self._thread = Thread(target=self._run, name=name, daemon=True)
        try:
            self._thread.start()
        except RuntimeError as error:  # the system has no more of them
            self._raised = error

    def result(self, seconds: float) -> T:
        """What it returns, or raises, within so many seconds of its beginning.

        Raises ``NoAnswer`` if it does neither; ``RuntimeError`` for what is no ``Exception`` and would end
        whoever waits, such as a panic of the core.
        """
        if self._raised is None:
            self._thread.join(max(0.0, self._begun + seconds - time.monotonic()))
        if isinstance(self._raised, Exception):
            raise self._raised
        if self._raised is not None:
            raise RuntimeError(f"{type(self._raised).__name__}: {self._raised}") from self._raised
        if not self._returned:
            raise NoAnswer(f"did not answer in {seconds:g} s")
        return self._returned[0]

    def _run(self) -> None:
        try:
            self._returned.append(self._call())
        except BaseException as error:  # noqa: BLE001 - whoever waits is told, whatever it is
            self._raised = error
