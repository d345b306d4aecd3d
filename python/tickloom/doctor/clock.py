"""Whether the machine's clock can be believed, and knows the time zones of markets."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from .check import Check
from .files import stats

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST_POSSIBLE = 1_767_225_600
"""2026-01-01 UTC, in seconds since the epoch: this program is younger."""

_SECONDS_WATCHED = 0.1
_TOLERATED = 60.0
_SET_IT = "set the clock, or let the system do so (NTP)"


def look(home: Path) -> Iterator[Check]:
    """The time of day, how it goes on, and the zones."""
    yield _clock(home)
    yield _zones()


def _clock(home: Path) -> Check:
    now = time.time()
    shown = f"{datetime.fromtimestamp(now, UTC):%Y-%m-%d %H:%M:%S} UTC"
    if now < FIRST_POSSIBLE:
        return Check("clock", "fail", f"{shown}, which is before this program was made", _SET_IT)
    ahead = _newest(home) - now
    if ahead > _TOLERATED:
        behind = timedelta(seconds=round(ahead))
        return Check("clock", "warn", f"{shown}, {behind} before the newest file of the home", _SET_IT)
    if abs(step := _step()) > _SECONDS_WATCHED:
        return Check("clock", "warn", f"{shown}; it was just set by {step:+.1f} s", _SET_IT)
    return Check("clock", "ok", shown)


def _newest(home: Path) -> float:
    """When the newest file on top of the home was written, in seconds since the epoch; 0 if there is none."""
    return max((found.st_mtime for found in stats(home.glob("*"))), default=0.0)


def _step() -> float:
    """By how many seconds the time of day went otherwise than time itself, in a moment."""
    began, clock = time.monotonic(), time.time()
    time.sleep(_SECONDS_WATCHED)
    return (time.time() - clock) - (time.monotonic() - began)


def _zones() -> Check:
    """The core brings its own zones; programs in Python ask the system or the package tzdata."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        zone = ZoneInfo("America/New_York")
    except ZoneInfoNotFoundError:
        found = "the core has its own; Python finds none on this system"
        return Check("time zones", "ok", found, "pip install tzdata if your programs need them")
    winter, summer = (datetime(2026, month, 15, tzinfo=zone).utcoffset() for month in (1, 7))
    if (winter, summer) != (timedelta(hours=-5), timedelta(hours=-4)):
        found = f"New York is {winter} and {summer} from UTC"
        return Check("time zones", "warn", found, "pip install --upgrade tzdata")
    return Check("time zones", "ok", "New York, with its summer time")
