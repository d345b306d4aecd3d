"""Works out days around every change of clocks with Python's own zones, for calendars to be compared with.

Writes ``crates/bars/tests/golden/calendar.txt``: zone, when days begin, the Monday of a week, when its
session day begins in UTC, and the hours of its seven days.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

GOLDEN = Path(__file__).parents[2] / "crates" / "bars" / "tests" / "golden" / "calendar.txt"

# Tokyo's clocks never change: its weeks are those in which New York's do.
ZONES = {
    "America/New_York": "America/New_York",
    "Europe/London": "Europe/London",
    "Australia/Sydney": "Australia/Sydney",
    "Asia/Tokyo": "America/New_York",
}
DAY_STARTS = (time(0), time(17))
FIRST, END = date(2003, 1, 6), date(2031, 1, 6)
DAY = timedelta(days=1)


def golden() -> str:
    """The text of the file."""
    return "".join(
        f"{zone} {day_start:%H:%M} {monday} {_line(ZoneInfo(zone), day_start, monday)}\n"
        for zone, changing in ZONES.items()
        for day_start in DAY_STARTS
        for monday in _weeks_of_change(ZoneInfo(changing))
    )


def _weeks_of_change(zone: ZoneInfo) -> list[date]:
    """Mondays of weeks at whose ends clocks differ."""
    mondays = (FIRST + timedelta(weeks=n) for n in range((END - FIRST) // timedelta(weeks=1)))
    return [monday for monday in mondays if _offset(zone, monday) != _offset(zone, monday + 7 * DAY)]


def _offset(zone: ZoneInfo, day: date) -> timedelta | None:
    return datetime.combine(day, time(0), zone).utcoffset()


def _line(zone: ZoneInfo, day_start: time, monday: date) -> str:
    starts = [_start(zone, day_start, monday + n * DAY) for n in range(8)]
    hours = ((after - before) / timedelta(hours=1) for before, after in pairwise(starts))
    return f"{starts[0]:%Y-%m-%dT%H:%MZ} " + " ".join(f"{length:g}" for length in hours)


def _start(zone: ZoneInfo, day_start: time, day: date) -> datetime:
    """When a session day begins: on the evening before if its start is in the afternoon."""
    shown = day if day_start.hour < 12 else day - DAY
    return datetime.combine(shown, day_start, zone).astimezone(UTC)


if __name__ == "__main__":
    GOLDEN.write_text(golden(), encoding="utf-8", newline="\n")
