"""How full an hour is, in a few steps that every picture shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STEPS = 5
"""Steps from the fewest ticks to the most."""


@dataclass(frozen=True, slots=True)
class Hour:
    """One UTC hour of a month, ready to be drawn."""

    date: str
    hour: int
    ticks: int
    open_seconds: int
    kind: str
    """``closed``, ``holiday``, ``missing`` (open, but no tick), ``suspicious``, ``quiet`` or ``full``."""
    level: int
    """0 without ticks, else 1 to ``STEPS``."""


def hours(days: Sequence[Mapping[str, Any]]) -> list[list[Hour]]:
    """The hours of each day, in order."""
    most = _usual_most([ticks for day in days for ticks in day["ticks"]])
    return [[_hour(day, hour, most) for hour in range(len(day["ticks"]))] for day in days]


def _hour(day: Mapping[str, Any], hour: int, most: int) -> Hour:
    ticks, kind = day["ticks"][hour], day["class"][hour]
    if kind == "suspicious" and not ticks:
        kind = "missing"
    return Hour(day["date"], hour, ticks, day["open_seconds"][hour], kind, _level(ticks, most))


def _level(ticks: int, most: int) -> int:
    """Steps of a bent scale: by day a market is ten times as busy as at night, and both should show."""
    if not ticks:
        return 0
    return min(STEPS, 1 + int(STEPS * (ticks / most) ** 0.8 * 0.999))


def _usual_most(counts: list[int]) -> int:
    """What only one hour in fifty exceeds, so that a single one does not pale all others."""
    present = sorted(count for count in counts if count)
    return present[len(present) * 49 // 50] if present else 1
