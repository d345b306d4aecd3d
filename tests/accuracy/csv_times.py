"""Times as text, read with Python's own dates and zones, and without any code of this project."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from fractions import Fraction
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_CLOCK = r"(?P<H>\d\d):(?P<M>\d\d):(?P<S>\d\d)(\.(?P<f>\d{1,9}))?"
_MINUTES = r"(?P<H>\d\d):(?P<M>\d\d)"
_COMPACT = r"(?P<H>\d\d)(?P<M>\d\d)(?P<S>\d\d)(?P<f>\d{0,9})"
_ZONE = r" ?(?P<zone>Z|(GMT|UTC)|(GMT|UTC)?(?P<sign>[+-])(?P<zh>\d\d)(:?(?P<zm>\d\d))?)"
_DATES = {
    "d.m.y": r"(?P<d>\d\d)\.(?P<m>\d\d)\.(?P<y>\d{4})",
    "y.m.d": r"(?P<y>\d{4})\.(?P<m>\d\d)\.(?P<d>\d\d)",
    "y-m-d": r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)",
    "y/m/d": r"(?P<y>\d{4})/(?P<m>\d\d)/(?P<d>\d\d)",
    "ymd": r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)",
}
_CLOCKS = {"s": _CLOCK, "m": _MINUTES, "compact": _COMPACT}
UNITS = {"seconds": 10**9, "milliseconds": 10**6, "microseconds": 10**3, "nanoseconds": 1, "of day": 10**6}
_COUNT_DIGITS = {"seconds": (9, 10), "milliseconds": (12, 13), "microseconds": (15, 16),
                 "nanoseconds": (18, 19), "of day": (1, 8)}  # fmt: skip


@dataclass(frozen=True)
class TimeFormat:
    """How times are written: a date and a clock, with or without a zone, or a count of some unit."""

    date: str = ""
    clock: str = "s"
    zoned: bool = False
    count: str = ""
    between: str = "[T ]"

    def pattern(self) -> re.Pattern[str]:
        """What a text of this format looks like."""
        if self.count:
            fewest, most = _COUNT_DIGITS[self.count]
            return re.compile(rf"(?P<whole>\d{{{fewest},{most}}})(\.(?P<f>\d{{1,9}}))?", re.ASCII)
        between = self.between if self.date in {"y-m-d", "y/m/d"} or self.between != "[T ]" else " "
        zone = _ZONE if self.zoned else ""
        return re.compile(_DATES[self.date] + between + _CLOCKS[self.clock] + zone, re.ASCII)


class Times:
    """Reads times one after the other, for some lean on those before them."""

    def __init__(self, format_: TimeFormat, zone: str, day: date | None) -> None:
        """``day`` is that of times which count from midnight."""
        self.format = format_
        self.day = day
        self.pattern = format_.pattern()
        self.passes = _Passes(zone)

    def nanos(self, text: str) -> int | None:
        """The moment that a text names, or none if it names none."""
        match = self.pattern.fullmatch(text)
        if match is None:
            return None
        return self._count(match) if self.format.count else self._moment(match.groupdict())

    def _count(self, match: re.Match[str]) -> int | None:
        exact = Fraction(f"{match['whole']}.{match['f'] or 0}") * UNITS[self.format.count]
        if exact.denominator != 1 or exact >= 2**63:
            return None
        if self.format.count != "of day":
            return int(exact)
        if exact >= 86_400 * 10**9 or self.day is None:
            return None
        midnight = datetime.combine(self.day, datetime.min.time(), UTC)
        return self.passes.utc(midnight, int(exact))

    def _moment(self, part: dict[str, str | None]) -> int | None:
        try:
            year, month, day, hour, minute, second = (int(part.get(name) or 0) for name in "ymdHMS")
            local = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        except ValueError:
            return None
        if not 1678 <= local.year <= 2261:
            return None
        fraction = int((part.get("f") or "").ljust(9, "0"))
        if not self.format.zoned:
            return self.passes.utc(local, fraction)
        hours, minutes = int(part["zh"] or 0), int(part["zm"] or 0)
        if hours > 23 or minutes > 59:
            return None
        ahead = (hours * 3600 + minutes * 60) * (-1 if part["sign"] == "-" else 1)
        return _nanos(local) + fraction - ahead * 10**9


class _Passes:
    """Times of a zone that name none; of those that clocks show twice, which of the two passes."""

    def __init__(self, zone: str) -> None:
        fixed = re.fullmatch(r"([+-])(\d\d):(\d\d)", zone)
        if fixed is None:
            self.zone: tzinfo = ZoneInfo(zone)
        else:
            ahead = timedelta(hours=int(fixed[2]), minutes=int(fixed[3]))
            self.zone = timezone(-ahead if fixed[1] == "-" else ahead)
        self.latest: int | None = None
        self.is_second = False

    def utc(self, local: datetime, nanos: int) -> int | None:
        clock = local.replace(tzinfo=self.zone)
        first, second = (clock.replace(fold=fold).utcoffset() or timedelta(0) for fold in (0, 1))
        if first < second:
            return None
        shown = _nanos(local) + nanos
        if first == second:
            self.latest, self.is_second = None, False
        else:
            latest = shown if self.latest is None else self.latest
            length = (first - second) // timedelta(microseconds=1) * 1000
            self.is_second |= latest - shown >= length // 2
            self.latest = max(latest, shown)
        offset = second if self.is_second else first
        return shown - offset // timedelta(microseconds=1) * 1000


def _nanos(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1) * 1000
