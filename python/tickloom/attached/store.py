"""Everything that can be asked of a store, asked of an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..client.finding import connected, engine_of
from .importing import Importing
from .judging import Judging
from .keeping import Keeping
from .reading import Reading
from .recording import Recording
from .replaying import AttachedReplay

if TYPE_CHECKING:
    from .. import _core


class AttachedStore(Reading, Judging, Recording, Keeping, Importing):
    """The methods of ``_core.Store``, through the engine that owns the home; for any number of threads."""

    def replay(self, request: _core.ReplayRequest) -> AttachedReplay:
        """As ``_core.Store.replay``. It has a connection of its own, and goes on when this one is closed."""
        with self._gate:
            return AttachedReplay(self.home, connected(engine_of(self.home)), request)
