"""What a CSV file of ticks says, by the rules of docs/data.md and without any code of this project."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from csv_numbers import Numbers
from csv_times import TimeFormat, Times

if TYPE_CHECKING:
    from datetime import date

LONGEST_LINE = 65_536
NEEDLESS = {"bid_volume", "ask_volume", "other"}


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
        self.numbers = Numbers(form.decimal, digits)
        self.times = Times(form.time, form.zone, form.day)
        self.last: tuple[int, int] | None = None

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
        parted = self.form.separator.join((row.get("date", ""), row.get("clock", "")))
        time = self.times.nanos(row.get("time", parted))
        quote = self._quote(row)
        volumes = [self.numbers.volume(row.get(name, "")) for name in ("bid_volume", "ask_volume")]
        if time is None or quote is None or None in volumes:
            return None
        return Tick(time, *quote, *(volume or 0.0 for volume in volumes))

    def _quote(self, row: dict[str, str]) -> tuple[int, int] | None:
        sides = [row["bid"], row["ask"]]
        if self.form.sparse and "" in sides:
            if sides == ["", ""] or self.last is None:
                return None
            prices = [
                self.numbers.price(side) if side else kept
                for side, kept in zip(sides, self.last, strict=True)
            ]
        else:
            prices = [self.numbers.price(side) for side in sides]
        bid, ask = prices
        return None if bid is None or ask is None else (bid, ask)


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
