"""Good rows as a source writes them, one after the other."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from csv_rules import Form
from csv_times import UNITS, TimeFormat

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from csv_dialects import Dialect

DAY = date(2019, 2, 4)


class Lines:
    """Good rows of one file, one after the other."""

    def __init__(self, dialect: Dialect, time: TimeFormat, chance: random.Random) -> None:
        self.dialect = dialect
        self.chance = chance
        self.digits = chance.choice([5, 5, 5, 3, 2, 1, 0, 9])
        decimal = "," if dialect.separator != "," and self.digits and chance.random() < 0.3 else "."
        self.price = chance.randint(10, 200) * 10**self.digits
        self.fraction = chance.choice([0, 3, 3, 3, 6, 9]) if time.clock != "m" else 0
        columns = tuple(dialect.columns.split())
        if "date" in columns:
            time = replace(time, between=re.escape(dialect.separator))
        self.now = self._start()
        self.form = Form(
            columns, time, dialect.separator, decimal, dialect.has_header, dialect.zone,
            DAY if time.count == "of day" else None, sparse=dialect.sparse,
        )  # fmt: skip
        self.quotes = chance.random() < 0.2
        self.is_first = True

    def _start(self) -> datetime:
        night = self.chance.random() < 0.3 and self.dialect.zone == "Europe/Athens"
        days = (datetime(2019, 3, 31, 2, 40, tzinfo=UTC), datetime(2019, 10, 27, 2, 30, tzinfo=UTC))
        return self.chance.choice(days) if night else datetime(2019, 2, 4, 8, tzinfo=UTC)

    def header(self, index: int) -> bytes:
        """The first line, where there is one."""
        mark = "\ufeff" if index % 7 == 0 else ""
        text = self.dialect.header + ("\r\n" if index % 2 else "\n") if self.dialect.has_header else ""
        return (mark + text).encode()

    def line(self) -> str:
        """A good row, as this source writes it."""
        self._step()
        bid = self.price + self.chance.randint(-30, 30)
        ask = bid + self.chance.randint(0, 40) - (2 if self.chance.random() < 0.02 else 0)
        cells = {
            "bid": self.number(bid), "ask": self.number(ask), "symbol": "@SYMBOL@", "other": "",
            "bid_volume": self.volume(), "ask_volume": self.volume(), **self.time(),
        }  # fmt: skip
        if self.dialect.sparse and not self.is_first and self.chance.random() < 0.4:
            cells[self.chance.choice(["bid", "ask"])] = ""
        self.is_first = False
        return self.joined([cells[column] for column in self.form.columns])

    def joined(self, cells: list[str]) -> str:
        """Cells as a line; some quoted, all that must be."""
        separator = self.dialect.separator
        quoted = self.quotes and self.chance.random() < 0.5
        return separator.join(f'"{cell}"' if quoted or separator in cell else cell for cell in cells)

    def _step(self) -> None:
        seconds = {"m": 60, "compact": 1}.get(self.form.time.clock, 1) if hasattr(self, "form") else 1
        back = self.chance.random() < 0.03 and self.now.hour > 4
        self.now += timedelta(seconds=seconds * self.chance.randint(0, 90)) * (-1 if back else 1)

    def number(self, points: int) -> str:
        """A price as text: all its decimals, or without zeros, with the noise of floats, or grouped."""
        sign, points = ("-" if points < 0 else ""), abs(points)
        whole, fraction = divmod(points, 10**self.digits)
        text = f"{fraction:0{self.digits}}" if self.digits else ""
        style = self.chance.random()
        if style < 0.2:
            text = text.rstrip("0")
        elif style < 0.25 and self.digits:
            text += self.chance.choice(["000000003", "0000", "0002", "00000000000000004"])
        grouped = f"{whole:,}".replace(",", "," if self.form.decimal == "." else ".")
        fits = text and (self.form.decimal == "," or self.dialect.separator != "," or self.quotes)
        digits = grouped if style > 0.9 and fits else str(whole)
        return sign + digits + (self.form.decimal + text if text else "")

    def volume(self) -> str:
        """A volume as sources write it."""
        text = self.chance.choice(
            [
                "0",
                "1",
                "0.75",
                f"{self.chance.random() * 9:.2f}",
                f"{self.chance.randint(1, 10**8)}",
                "449.99999227",
            ]
        )
        return text.replace(".", self.form.decimal)

    def time(self) -> dict[str, str]:
        """The time in its cell, or its two cells."""
        nanos = self.chance.randrange(10**self.fraction) * 10 ** (9 - self.fraction) if self.fraction else 0
        if self.form.time.count:
            return {"time": self._count(nanos)}
        written = self.now.strftime(_STRFTIME[self.form.time.date])
        clock = _CLOCKS[self.form.time.clock](self.now, nanos, self.fraction) + self._zone()
        if "date" in self.form.columns:
            return {"date": written, "clock": clock}
        between = self.chance.choice("T ") if self.form.time.date in {"y-m-d", "y/m/d"} else " "
        return {"time": written + between + clock}

    def _count(self, nanos: int) -> str:
        unit = UNITS[self.form.time.count]
        start = (
            datetime(1970, 1, 1, tzinfo=UTC) if self.form.day is None else datetime(2019, 2, 4, tzinfo=UTC)
        )
        total = (self.now - start) // timedelta(seconds=1) * 10**9 + nanos
        whole, below = divmod(total % (86_400 * 10**9) if self.form.day else total, unit)
        digits = len(str(unit)) - 1
        return f"{whole}.{below:0{digits}}" if below and self.chance.random() < 0.5 else str(whole)

    def _zone(self) -> str:
        if not self.form.time.zoned:
            return ""
        return self.chance.choice(["Z", " UTC", "+00:00", "+0200", "-05", " GMT+0300", " GMT-0000", "+05:45"])


def _clock(now: datetime, nanos: int, fraction: int) -> str:
    return f"{now:%H:%M:%S}" + (f".{nanos:09}"[: fraction + 1] if fraction else "")


def _compact(now: datetime, nanos: int, fraction: int) -> str:
    return f"{now:%H%M%S}" + f"{nanos:09}"[:fraction]


def _minutes(now: datetime, _nanos: int, _fraction: int) -> str:
    return f"{now:%H:%M}"


_STRFTIME = {
    "d.m.y": "%d.%m.%Y",
    "y.m.d": "%Y.%m.%d",
    "y-m-d": "%Y-%m-%d",
    "y/m/d": "%Y/%m/%d",
    "ymd": "%Y%m%d",
}
_CLOCKS: dict[str, Callable[[datetime, int, int], str]] = {"s": _clock, "m": _minutes, "compact": _compact}
