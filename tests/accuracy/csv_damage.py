"""Rows that are wrong in one way or another, put among good ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from csv_lines import Lines

_BROKEN_TIMES = ("", "x", "2019-02-30T00:00:00Z", "31.04.2019 00:00:00", "24:00:00", "1", "9" * 20)
_WORDS = ("", "x", "-", "+", ".", "NaN", "inf", "0x10", "1_000", "\uff11", "1\x00", "1\x1b", "1 ", " 1")
_NEARLY = ("1e5", "1.", ".5", "1..2", "1.2.3", "--1", "1,5,5", "1.123456789", "-1.5", "+1.5")
_HUGE = ("9007199254740993", "9" * 23)
_VOLUMES = (
    "",
    "0",
    "-0",
    "-1",
    "1e3",
    "1E-3",
    "3.5e38",
    "1e39",
    "1e-50",
    "5.",
    ".5",
    "inf",
    "nan",
    "16777217",
)


def with_bad_lines(lines: list[str], good: Lines, chance: random.Random) -> list[str]:
    """Some lines damaged, and others put between, never most of them."""
    damaged = list(lines)
    for _ in range(min(12, len(lines) // 4)):
        at = chance.randrange(1, len(damaged))
        damaged[at] = _damaged(damaged[at], good, chance)
    for _ in range(chance.randint(0, 3)):
        damaged.insert(chance.randint(1, len(damaged)), chance.choice(["", " ", "\t", "\r"]))
    return damaged


def _damaged(line: str, good: Lines, chance: random.Random) -> str:
    cells = line.replace('"', "").split(good.dialect.separator)
    at = chance.randrange(len(cells))
    column = good.form.columns[min(at, len(good.form.columns) - 1)]
    match chance.randrange(8):
        case 0:
            return line[: chance.randint(1, len(line))] if line else "x"
        case 1:
            return good.joined([*cells, chance.choice(["", "1"])])
        case 2:
            return good.joined(cells[:-1]) or "x"
        case 3:
            return (
                "x" * 70_000
                if chance.random() < 0.1
                else chance.choice(["-----", "no ticks here", "\x00\x00"])
            )
        case 4 if column != "other":
            cells[at] = f'{chance.choice(["", "a"])}"{cells[at]}'
            return good.dialect.separator.join(cells)
        case _:
            cells[at] = _broken(column, cells[at], chance)
            return good.joined(cells)


def _broken(column: str, cell: str, chance: random.Random) -> str:
    if column == "symbol":
        return chance.choice(["", "EURUSD", "@SYMBOL@", "@symbol@/", "f"])
    if column in {"time", "date", "clock"}:
        changed = cell[:-1] + chance.choice("0x:. ")
        return chance.choice([*_BROKEN_TIMES, changed, f" {cell}", f"{cell}.5", cell.replace("2019", "1600")])
    if column.endswith("volume"):
        return chance.choice(_VOLUMES)
    return chance.choice((*_WORDS, *_NEARLY, *_HUGE))
