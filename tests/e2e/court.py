"""A service for a test: a ball that whoever hits it sends to all who watch."""

from __future__ import annotations

from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from tickloom.services import Service, events, once

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 0.05


class Court(Service):
    """Players hit the ball; who watches sees every hit, in order."""

    name = "court"

    def __init__(self) -> None:
        """Nobody watches yet."""
        self._watchers: list[SimpleQueue[dict[str, Any]]] = []

    @once
    def hit(self, request: Any) -> dict[str, Any]:
        """Sends the ball to all who watch."""
        for watcher in list(self._watchers):
            watcher.put(dict(request.params))
        return {"watchers": len(self._watchers)}

    @events
    def balls(self, request: Any) -> Iterator[dict[str, Any]]:
        """Ball 0, to say that somebody watches, and then every ball that is hit."""
        watcher: SimpleQueue[dict[str, Any]] = SimpleQueue()
        self._watchers.append(watcher)
        yield {"by": "nobody", "number": 0, "time": 0}
        while not request.is_cancelled:
            try:
                yield watcher.get(timeout=PATIENCE)
            except Empty:
                continue
