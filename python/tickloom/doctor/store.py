"""How the store is, and what processes that ended without a word have left in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..counting import counted
from .check import Check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..health import Health


def look(home: Path) -> Iterator[Check]:
    """Opens the store, or asks the engine that owns it; a home that is not there has none."""
    if not home.exists():
        return
    yield from _lock(home)
    yield from _store(home)


def _lock(home: Path) -> Iterator[Check]:
    """Who left its number behind. Only the lock decides who owns a home, and that ends with its process."""
    from ..processes import is_running

    try:
        owner = int((home / "tickloom.pid").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return
    if 0 < owner < 1 << 31 and not is_running(owner):
        found = f"left behind by process {owner}, which is gone; opening the store takes it over"
        yield Check("lock", "ok", found)


def _store(home: Path) -> Iterator[Check]:
    import tickloom
    from tickloom.errors import InvalidConfig, StoreOwned, TickloomError

    try:
        with tickloom.open(home) as opened:
            yield from _health(opened.health())
    except InvalidConfig:
        yield Check(
            "store", "warn", "not looked at, because the configuration is wrong", "look at config first"
        )
    except StoreOwned as error:
        advice = "wait for it, end it, or let an engine own the store: others can then use it, too"
        yield Check("store", "warn", str(error), advice)
    except TickloomError as error:
        yield Check("store", "fail", f"{error} [{error.code}]")


def _health(health: Health) -> Iterator[Check]:
    yield Check(
        "duckdb", "ok", f"DuckDB {health.engine_version.removeprefix('v')}, schema {health.schema_version}"
    )
    yield Check("store", "ok", _contents(health))
    yield _catalogue(health.repaired)
    yield from _losses(health)
    for path in health.set_aside:
        yield Check("set aside", "warn", f"{path}: a damaged catalogue, rebuilt since", "keep or remove it")


def _contents(health: Health) -> str:
    ticks, symbols = counted(health.ticks, "tick"), counted(health.symbols, "symbol")
    return f"{ticks} of {symbols} in {counted(health.partitions, 'file')}"


def _catalogue(repaired: int) -> Check:
    if repaired:
        return Check("catalogue", "warn", f"corrected from the tick files just now, {repaired:,} times")
    return Check("catalogue", "ok", "agrees with the tick files")


def _losses(health: Health) -> Iterator[Check]:
    reasons = {file.path: file.reason for file in health.damaged}
    for day in health.lost:
        what = f"{day.path}: {reasons.get(day.path, 'removed since')}" if day.path else "its file is gone"
        advice = "import its day again, or tickloom verify --repair SOURCE"
        yield Check(day.reason, "fail", f"{day.symbol} {day.day}: {what}", advice)
    if health.damaged and not health.lost:
        found = f"{counted(len(health.damaged), 'damaged file')} put aside, stored again since"
        yield Check("put aside", "ok", found, "tickloom clean removes them")
