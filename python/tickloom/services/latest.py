"""How an event of a subscription is to be treated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Latest:
    """Market data: the latest of ``key`` replaces one that the client has not got yet.

    Any other event is sent, and whoever makes it waits until the client has read enough of those before.
    """

    key: str
    """What it is about, such as a symbol. A subscription keeps 4,096 of them at most."""
    data: Mapping[str, Any]
    """The event."""
