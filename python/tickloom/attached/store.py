"""Everything that can be asked of a store, asked of an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import ServiceUnavailable
from .importing import Importing
from .judging import Judging
from .keeping import Keeping
from .reading import Reading
from .recording import Recording

if TYPE_CHECKING:
    from .. import _core


class AttachedStore(Reading, Judging, Recording, Keeping, Importing):
    """The methods of ``_core.Store``, through the engine that owns the home; for any number of threads."""

    def replay(self, request: _core.ReplayRequest) -> _core.Replay:
        """Refuses: events of a replay do not tell yet all that a replay here does."""
        del request
        message = "a replay needs the store itself: end the engine that owns it, or replay with `replay.open`"
        raise ServiceUnavailable(message, "service.unavailable")
