"""Bars of session days, weeks and months are those of Python's zones, in every week in which clocks change.

Ticks lie on both sides of every half hour, and their prices count them: so a bar tells what is in it.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pytest

# Test files are imported one by one; what they share lies beside them.
sys.path.insert(0, str(Path(__file__).parent))

from make_calendar_golden import ZONES, _weeks_of_change

import tickloom as tl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HALF_HOUR = timedelta(minutes=30)
MICROSECOND = timedelta(microseconds=1)
DAY = timedelta(days=1)
CASES = [(zone, day_start) for zone in ZONES for day_start in (time(0), time(17))]


class Bar(NamedTuple):
    """A bar of the reference: bounds in nanoseconds, its first and its last tick by number, and how many."""

    open_time: int
    available_at: int
    first: int
    last: int
    ticks: int


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]} {case[1]:%H:%M}")
def market(request: pytest.FixtureRequest) -> Iterator[tuple[tl.Workspace, ZoneInfo, time, list[datetime]]]:
    """A workspace whose only symbol has days of that zone, and the times of its ticks."""
    zone, day_start = request.param
    moments = list(_moments(ZoneInfo(ZONES[zone])))
    rules = {"name": "test", "zone": zone, "sessions": ["always"], "day_start": f"{day_start:%H:%M}"}
    with _folder() as folder, tl.open(folder) as ws:
        ws.calendars.create(tl.CalendarRecord(symbol="CLOCK", rules=rules))
        numbers = np.arange(1, len(moments) + 1, dtype=np.float64)
        stamps = np.array([moment.replace(tzinfo=None) for moment in moments], dtype="datetime64[ms]")
        columns = {"timestamp": stamps, "bid": numbers, "ask": numbers}
        report = ws.write_ticks("CLOCK", columns, digits=0, progress=False)
        assert report.stored == len(moments)
        yield ws, ZoneInfo(zone), day_start, moments


@pytest.mark.parametrize("timeframe", ["1d", "1w", "1mo", "2d"])
def test_bars_of_days_weeks_and_months_are_those_of_the_zone(
    market: tuple[tl.Workspace, ZoneInfo, time, list[datetime]], timeframe: str
) -> None:
    ws, zone, day_start, moments = market
    expected = list(_bars(zone, day_start, moments, BOUNDS[timeframe]))
    assert _found(ws.bars("CLOCK", timeframe, day="session", detail=True)) == expected
    replay = ws.replay("CLOCK", timeframes=[timeframe], day="session", capacity=10_000)
    replay.play()
    assert _found(replay.state("CLOCK", timeframe)) == expected


def test_days_of_23_and_25_hours_come_twice_a_year_where_clocks_change(
    market: tuple[tl.Workspace, ZoneInfo, time, list[datetime]],
) -> None:
    ws, zone, _, _ = market
    days = ws.bars("CLOCK", "1d", day="session", detail=True)
    lengths = (days["available_at"] - days["open_time"]).astype("int64") / 3_600_000_000_000
    found = {hours: int((lengths == hours).sum()) for hours in np.unique(lengths)}
    changes = 0 if zone.key == "Asia/Tokyo" else 28
    assert {hours: count for hours, count in found.items() if hours != 24} == (
        {23: changes, 25: changes} if changes else {}
    )
    assert days["ticks"].tolist()[1:-1].count(0) == 0


def _moments(zone: ZoneInfo) -> Iterator[datetime]:
    """A millisecond before each half hour and at it, around each week of change."""
    for monday in _weeks_of_change(zone):
        start = datetime.combine(monday - 2 * DAY, time(0), UTC)
        for n in range(11 * 48):
            yield start + n * HALF_HOUR - timedelta(milliseconds=1)
            yield start + n * HALF_HOUR


def _bars(
    zone: ZoneInfo, day_start: time, moments: list[datetime], bounds: Callable[[date], tuple[date, date]]
) -> Iterator[Bar]:
    numbered = enumerate(moments, start=1)
    for (first, end), of_bar in groupby(
        numbered, lambda tick: bounds(_session_date(zone, day_start, tick[1]))
    ):
        numbers = [number for number, _ in of_bar]
        opens, closes = (_nanos(_start(zone, day_start, day)) for day in (first, end))
        yield Bar(opens, closes, numbers[0], numbers[-1], len(numbers))


def _session_date(zone: ZoneInfo, day_start: time, moment: datetime) -> date:
    """What the clocks show decides: they change neither at midnight nor at 17:00."""
    shown = moment.astimezone(zone)
    is_next = day_start.hour >= 12 and shown.time() >= day_start
    return shown.date() + DAY if is_next else shown.date()


def _start(zone: ZoneInfo, day_start: time, day: date) -> datetime:
    shown = day - DAY if day_start.hour >= 12 else day
    return datetime.combine(shown, day_start, zone).astimezone(UTC)


def _week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + 7 * DAY


def _month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + 31 * DAY).replace(day=1)


def _two_days(day: date) -> tuple[date, date]:
    first = day - timedelta(days=(day - date(1970, 1, 1)).days % 2)
    return first, first + 2 * DAY


BOUNDS: dict[str, Callable[[date], tuple[date, date]]] = {
    "1d": lambda day: (day, day + DAY),
    "1w": _week,
    "1mo": _month,
    "2d": _two_days,
}


def _found(table: tl.Table) -> list[Bar]:
    columns = ("open_time", "available_at", "open", "close", "ticks")
    return [
        Bar(*row) for row in zip(*(table[name].astype("int64").tolist() for name in columns), strict=True)
    ]


def _nanos(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND * 1000


def _folder() -> TemporaryDirectory[str]:
    """In memory, where there is such a folder."""
    memory = Path("/dev/shm")
    return TemporaryDirectory(dir=memory if memory.is_dir() else None)
