"""Bars that become complete, as live states and replays tell of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from ._core import ChangeFields


@dataclass(frozen=True, slots=True)
class LiveBar:
    """One bar; times in nanoseconds since 1970 in UTC, prices and spreads in quote currency."""

    open_time: int
    open: float
    high: float
    low: float
    close: float
    volume: float
    ticks: int
    spread_min: float
    spread_mean: float
    spread_max: float
    spread_close: float
    available_at: int
    """From when on it is known; of a bar in progress when it will be complete at the latest."""
    complete: bool
    """False while it is in progress."""


@dataclass(frozen=True, slots=True)
class BarChange:
    """A bar became complete; ``str`` of it reads like a line of a log."""

    symbol: str
    timeframe: str
    bar: LiveBar
    text: str

    @classmethod
    def of(cls, fields: ChangeFields) -> Self:
        """The change that the core tells of."""
        return cls(fields["symbol"], fields["timeframe"], LiveBar(**fields["bar"]), fields["text"])

    def __str__(self) -> str:
        return self.text
