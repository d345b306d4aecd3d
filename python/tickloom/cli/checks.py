"""What ``tickloom doctor`` looks at: each check is one function and gives lines of its own."""

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from .words import counted

if TYPE_CHECKING:
    from tickloom import Health

OPTIONAL = ("numpy", "pandas", "polars", "pyarrow")
FEW_FREE_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor: what was looked at, how it is, what was found, and what to do about it."""

    name: str
    status: Literal["ok", "warn", "fail"]
    found: str
    advice: str = ""


def examine(home: Path | None) -> list[Check]:
    """Every check, in reading order. Nothing is changed, and no home is made."""
    return [*_versions(), *_home(home), *_libraries()]


def _versions() -> Iterator[Check]:
    from tickloom import __version__

    yield Check("tickloom", "ok", __version__)
    yield Check("python", "ok", f"{platform.python_version()} ({sys.executable})")
    yield Check("platform", "ok", platform.platform())


def _home(wanted: Path | None) -> Iterator[Check]:
    from tickloom.home import resolve

    home = resolve(wanted)
    if not home.exists():
        yield _new_home(home)
        return
    yield _existing_home(home)
    yield from _store(home)


def _existing_home(home: Path) -> Check:
    try:
        with tempfile.TemporaryFile(dir=home):
            return Check("home", "ok", f"{home} (writable)")
    except OSError as error:
        advice = "make it writable, free some space, or choose another with --home or TICKLOOM_HOME"
        return Check("home", "fail", f"{home} cannot be written: {error.strerror}", advice)


def _new_home(home: Path) -> Check:
    existing = next(folder for folder in home.absolute().parents if folder.exists())
    if existing.is_dir() and os.access(existing, os.W_OK):
        return Check("home", "ok", f"{home} (not there yet: the first import makes it)")
    return Check(
        "home", "fail", f"{home} cannot be made in {existing}", "choose another with --home or TICKLOOM_HOME"
    )


def _store(home: Path) -> Iterator[Check]:
    import tickloom
    from tickloom.errors import StoreOwned, TickloomError

    try:
        with tickloom.open(home) as opened:
            yield from _health(opened.health())
    except StoreOwned as error:
        yield Check("store", "warn", str(error))
    except TickloomError as error:
        yield Check("store", "fail", f"{error} [{error.code}]")


def _health(health: "Health") -> Iterator[Check]:
    yield Check(
        "engine", "ok", f"DuckDB {health.engine_version.removeprefix('v')}, schema {health.schema_version}"
    )
    yield Check("store", "ok", _contents(health))
    yield _free_space(health.free_bytes)
    yield _catalogue(health.repaired)
    yield from _losses(health)
    for path in health.set_aside:
        yield Check("set aside", "warn", f"{path}: a damaged catalogue, rebuilt since", "keep or remove it")


def _losses(health: "Health") -> Iterator[Check]:
    reasons = {file.path: file.reason for file in health.damaged}
    for day in health.lost:
        what = f"{day.path}: {reasons.get(day.path, 'removed since')}" if day.path else "its file is gone"
        advice = "import its day again, or tickloom verify --repair SOURCE"
        yield Check(day.reason, "fail", f"{day.symbol} {day.day}: {what}", advice)
    if health.damaged and not health.lost:
        found = f"{counted(len(health.damaged), 'damaged file')} put aside, stored again since"
        yield Check("put aside", "ok", found, "tickloom clean removes them")


def _contents(health: "Health") -> str:
    ticks, symbols = counted(health.ticks, "tick"), counted(health.symbols, "symbol")
    return f"{ticks} of {symbols} in {counted(health.partitions, 'file')}"


def _free_space(free: int) -> Check:
    found = f"{free / 1e9:,.1f} GB free"
    if free < FEW_FREE_BYTES:
        return Check("disk", "warn", found, "free some space before the next import")
    return Check("disk", "ok", found)


def _catalogue(repaired: int) -> Check:
    if repaired:
        return Check("catalogue", "warn", f"corrected from the tick files just now, {repaired:,} times")
    return Check("catalogue", "ok", "agrees with the tick files")


def _libraries() -> Iterator[Check]:
    for name in OPTIONAL:
        try:
            yield Check(name, "ok", version(name))
        except PackageNotFoundError:
            yield Check(name, "ok", "not installed", f"pip install {name} if you want it")
