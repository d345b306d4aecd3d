"""A store that an engine owns in another process: the methods of ``_core.Store``, asked over a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import run_file
from ..client.finding import connected, engine_of
from ..errors import EngineUnreachable
from .store import AttachedStore

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["AttachedStore", "attached"]


def attached(home: Path) -> AttachedStore | None:
    """The store of a home through the engine that owns it; none if no engine that answers has a run file.

    Raises ``RunFileRefused`` if the file is not to be trusted, ``EngineRefused``.
    """
    found = run_file.read(home)
    if found is None:
        return None
    try:
        return AttachedStore(found.home, connected(engine_of(home)))
    except EngineUnreachable as error:
        # An engine that ends, or is not there any more: the owner is told as any other is.
        if error.code in ("ipc.unreachable", "ipc.no_engine", "protocol.shutting_down"):
            return None
        raise
