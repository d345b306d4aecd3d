"""What a subscription tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Resume: TypeAlias = Callable[[dict[str, Any]], Mapping[str, Any]]
    """Makes the parameters that go on after the event with this data."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened."""

    data: dict[str, Any]
    """What the method says."""
    missed: int | None
    """How many events before it are missing: merged by the engine, or not taken in time.

    None where nobody knows: the connection broke, and the subscription began anew.
    """

    @classmethod
    def of(cls, taken: tuple[dict[str, Any], int | None]) -> Event:
        """An event as the core tells it."""
        return cls(*taken)
