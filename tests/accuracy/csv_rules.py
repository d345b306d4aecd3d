"""What a CSV file of ticks says, by the rules of docs/data.md and without any code of this project."""

from __future__ import annotations

import csv
import re
import struct
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_POINTS = 2**53
LONGEST_LINE = 65_536
NEEDLESS = {"bid_volume", "ask_volume", "other"}

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


class Tick(NamedTuple):
    """A tick: UTC nanoseconds, points, and volumes as the nearest 32-bit floats."""

    time: int
    bid: int
    ask: int
    bid_volume: float
    ask_volume: float


class Bad(NamedTuple):
    """The place of a row that is no tick: line from 1, byte from 0."""

    line: int
    byte: int


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


@dataclass(frozen=True)
class Form:
    """What is known of a file: its columns, marks and times."""

    columns: tuple[str, ...]
    time: TimeFormat
    separator: str = ","
    decimal: str = "."
    has_header: bool = True
    zone: str = "UTC"
    day: date | None = None
    symbol: str = ""
    sparse: bool = False


@dataclass
class Said:
    """What a file says, row by row."""

    ticks: list[Tick] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)


def read(content: bytes, form: Form, digits: int) -> Said:
    """Every row of a file: a tick, or the place of one that is none."""
    said, reader = Said(), _Reader(form, digits)
    content, byte = _unmarked(content)
    for number, line in enumerate(_lines(content), 1):
        if not (form.has_header and number == 1) and line.strip(b" \t\r\n\x0c"):
            tick = reader.tick(line)
            said.ticks.extend([tick] if tick else [])
            said.bad.extend([] if tick else [Bad(number, byte)])
        byte += len(line)
    return said


def _unmarked(content: bytes) -> tuple[bytes, int]:
    mark = b"\xef\xbb\xbf"
    return (content[3:], 3) if content.startswith(mark) else (content, 0)


def _lines(content: bytes) -> list[bytes]:
    return [line for line in re.findall(rb"[^\n]*\n|[^\n]+", content) if line]


def cells(line: str, separator: str) -> list[str] | None:
    """The fields of a line, or none if its quotes do not match."""
    try:
        (found,) = csv.reader([line], delimiter=separator, strict=True)
    except (csv.Error, ValueError):
        return None
    return found


class _Reader:
    def __init__(self, form: Form, digits: int) -> None:
        self.form = form
        self.digits = digits
        self.pattern = form.time.pattern()
        self.last: tuple[int, int] | None = None
        self.passes = _Passes(form.zone)

    def tick(self, line: bytes) -> Tick | None:
        text = line.removesuffix(b"\n")
        if len(text) > LONGEST_LINE:
            return None
        found = cells(text.removesuffix(b"\r").decode("latin-1"), self.form.separator)
        row = self._named(found) if found is not None else None
        tick = self._tick_of(row) if row is not None else None
        self.last = (tick.bid, tick.ask) if tick else self.last
        return tick

    def _named(self, found: list[str]) -> dict[str, str] | None:
        missing = self.form.columns[len(found) :]
        may_miss = self.form.sparse and set(missing) <= NEEDLESS
        if len(found) > len(self.form.columns) or (missing and not may_miss):
            return None
        return dict(zip(self.form.columns, found, strict=False))

    def _tick_of(self, row: dict[str, str]) -> Tick | None:
        if "symbol" in row and re.sub(r"[^A-Za-z0-9]", "", row["symbol"]).upper() != self.form.symbol:
            return None
        time = self._time(row)
        quote = self._quote(row)
        volumes = [self._volume(row.get(name, "")) for name in ("bid_volume", "ask_volume")]
        if time is None or quote is None or None in volumes:
            return None
        return Tick(time, *quote, *(volume or 0.0 for volume in volumes))

    def _quote(self, row: dict[str, str]) -> tuple[int, int] | None:
        sides = [row["bid"], row["ask"]]
        if self.form.sparse and "" in sides:
            if sides == ["", ""] or self.last is None:
                return None
            prices = [
                self._price(side) if side else kept for side, kept in zip(sides, self.last, strict=True)
            ]
        else:
            prices = [self._price(side) for side in sides]
        bid, ask = prices
        return None if bid is None or ask is None else (bid, ask)

    def _price(self, text: str) -> int | None:
        plain = self._plain(text)
        if plain is None or not re.fullmatch(r"[+-]?\d+(\.\d+)?", plain, re.ASCII):
            return None
        exact = Fraction(plain) * 10**self.digits
        points = round(exact)
        fits = abs(points) <= MOST_POINTS and abs(exact - points) <= Fraction(1, 50)
        return points if fits else None

    def _volume(self, text: str) -> float | None:
        if not text:
            return 0.0
        plain = self._plain(text)
        number = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
        if plain is None or not re.fullmatch(number, plain, re.ASCII):
            return None
        exact = Decimal(plain)
        return nearest32(Fraction(exact)) if exact >= 0 and exact.adjusted() < 60 else None

    def _plain(self, text: str) -> str | None:
        """A number with a point, without its groups of thousands."""
        decimal, group = self.form.decimal, "." if self.form.decimal == "," else ","
        if group not in text:
            return text.replace(decimal, ".")
        whole, mark, fraction = text.partition(decimal)
        grouped = re.fullmatch(
            rf"[+-]?[^{re.escape(group)}+-]{{1,3}}({re.escape(group)}.{{3}})+", whole, re.DOTALL
        )
        return f"{whole.replace(group, '')}.{fraction}" if mark and grouped else None

    def _time(self, row: dict[str, str]) -> int | None:
        text = row["time"] if "time" in row else f"{row['date']}{self.form.separator}{row['clock']}"
        match = self.pattern.fullmatch(text)
        if match is None:
            return None
        return self._count(match) if self.form.time.count else self._moment(match.groupdict())

    def _count(self, match: re.Match[str]) -> int | None:
        exact = Fraction(f"{match['whole']}.{match['f'] or 0}") * UNITS[self.form.time.count]
        if exact.denominator != 1 or exact >= 2**63:
            return None
        if self.form.time.count != "of day":
            return int(exact)
        if exact >= 86_400 * 10**9 or self.form.day is None:
            return None
        midnight = datetime.combine(self.form.day, datetime.min.time(), UTC)
        return self.passes.utc(midnight + timedelta(0), int(exact))

    def _moment(self, part: dict[str, str | None]) -> int | None:
        try:
            year, month, day, hour, minute, second = (int(part.get(name) or 0) for name in "ymdHMS")
            local = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        except ValueError:
            return None
        if not 1678 <= local.year <= 2261:
            return None
        fraction = int((part.get("f") or "").ljust(9, "0"))
        if not self.form.time.zoned:
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


def nearest32(exact: Fraction) -> float | None:
    """The 32-bit float nearest to a number, ties to the even one; none beyond the largest."""
    try:
        guess = struct.unpack("<I", struct.pack("<f", float(exact)))[0]
    except OverflowError:
        guess = 0x7F7F_FFFF
    near = [bits for bits in (guess - 1, guess, guess + 1) if 0 <= bits <= 0x7F80_0000]
    best = min(near, key=lambda bits: (abs(_value(bits) - exact), bits & 1))
    return None if best == 0x7F80_0000 else float(_value(best))


def _value(bits: int) -> Fraction:
    """What these bits are; those of infinity count as the power of two that would be next."""
    if bits == 0x7F80_0000:
        return Fraction(2**128)
    return Fraction(struct.unpack("<f", struct.pack("<I", bits))[0])


def stored(ticks: list[Tick]) -> list[Tick]:
    """Ticks as they are kept: by time, equal times in their order, repeats dropped."""
    kept: list[Tick] = []
    moment = 0
    for tick in sorted(ticks, key=lambda tick: tick.time):
        moment = moment if kept and kept[-1].time == tick.time else len(kept)
        twin = next((at for at in range(moment, len(kept)) if _repeats(kept[at], tick)), None)
        if twin is None:
            kept.append(tick)
        elif tick.bid_volume or tick.ask_volume:
            kept[twin] = tick
    return kept


def _repeats(earlier: Tick, later: Tick) -> bool:
    bare = not any(earlier[3:]) or not any(later[3:])
    return earlier[:3] == later[:3] and (bare or earlier == later)
