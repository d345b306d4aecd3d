"""Calls that are on their way when a store is closed end first; those that come later are refused."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ..errors import StoreClosed

if TYPE_CHECKING:
    from types import TracebackType

    from .. import _core


class Gate:
    """A connection for ``with`` blocks, which may lie within each other."""

    def __init__(self, connection: _core.Connection, what: str) -> None:
        """A gate to something that is open."""
        self._connection = connection
        self._what = what
        self._lock = threading.Lock()
        self._inside = 0
        self._of_thread = threading.local()
        self.closed = False
        """Whether nobody comes in any more."""

    def close(self) -> None:
        """Lets nobody in. Whoever is the last to leave ends the connection."""
        with self._lock:
            self.closed = True
            self._end_if_empty()

    def __enter__(self) -> _core.Connection:
        depth = getattr(self._of_thread, "depth", 0)
        with self._lock:
            if self.closed and not depth:
                raise StoreClosed(f"{self._what} is closed: open it again", "store.closed")
            self._inside += 1
        self._of_thread.depth = depth + 1
        return self._connection

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._of_thread.depth -= 1
        with self._lock:
            self._inside -= 1
            self._end_if_empty()

    def _end_if_empty(self) -> None:
        if self.closed and not self._inside:
            self._connection.close()
