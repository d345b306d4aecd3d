"""CSV files of ticks in every dialect, well-formed and damaged, out of a seed: the same ones everywhere."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from csv_damage import with_bad_lines
from csv_dialects import DIALECTS
from csv_lines import DAY, Lines

if TYPE_CHECKING:
    from csv_rules import Form


@dataclass(frozen=True)
class File:
    """A file, how it is to be imported, and what is known of it."""

    name: str
    content: bytes
    form: Form
    digits: int
    is_whole: bool
    dialect: str | None = None
    zone: str | None = None
    refusal: str | None = None


def csv_file(index: int) -> File:
    """The file of that number."""
    chance = random.Random(f"csv {index}")
    dialect = DIALECTS[index % len(DIALECTS)]
    good = Lines(dialect, chance.choice(dialect.times), chance)
    lines = [good.line() for _ in range(chance.randint(1, 60))]
    is_whole = index % 3 == 0
    if not is_whole:
        lines = with_bad_lines(lines, good, chance)
    content = good.header(index) + _joined(lines, chance)
    if not is_whole and chance.random() < 0.2:
        content = content[: chance.randint(len(good.header(index)) + len(lines[0]), len(content))]
    name = f"F{index:04}.csv" if good.form.day is None else f"{DAY:%Y%m%d}_F{index:04}.csv"
    form = replace(good.form, symbol=f"F{index:04}")
    content = content.replace(b"@SYMBOL@", form.symbol.encode())
    dialect_name = None if dialect.has_header else dialect.name
    zone = dialect.zone if dialect.asks_zone else None
    return File(name, content, form, good.digits, is_whole, dialect_name, zone)


def _joined(lines: list[str], chance: random.Random) -> bytes:
    end = chance.choice(["\n", "\r\n"])
    ends = [chance.choice(["\n", "\r\n"]) if chance.random() < 0.02 else end for _ in lines]
    if chance.random() < 0.4:
        ends[-1] = ""
    return "".join(line + end for line, end in zip(lines, ends, strict=True)).encode()
