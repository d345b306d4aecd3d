"""Clients of a running engine: requests, tables and events, for threads and for asyncio.

Methods, parameters and results are those of docs/protocol.md; ``tickloom.protocol`` has their types. What an
engine refuses is raised as the same exception that the work raises without one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .asynchronous import AsyncClient, AsyncEvents
from .events import Event
from .synchronous import Client, Events

if TYPE_CHECKING:
    import os

__all__ = ["AsyncClient", "AsyncEvents", "Client", "Event", "Events", "connect"]


def connect(home: str | os.PathLike[str] | None = None) -> Client:
    """A client of the engine that owns a home; without ``home`` the one that ``tickloom.open`` would open.

    Raises ``EngineUnreachable`` if there is none, or none that answers, ``EngineRefused``,
    ``RunFileRefused``.
    """
    return Client(home)
