"""What the first release has to reach, beside what was measured."""

from collections.abc import Iterator
from typing import Any

from bare_limits import Line, median

Row = tuple[str, str, str, str]


def targets(figures: list[dict[str, Any]], rust: list[Line]) -> Iterator[Row]:
    """Each target: what it is, what was asked, what was measured, and whether that is enough."""
    yield from _import_targets(_figure(figures, "tickloom"), _figure(figures, "duckdb"))
    yield _bi5_target(rust)
    yield from _size_targets(rust)
    yield from _live_targets(rust)


def _import_targets(mine: dict[str, Any], duckdb: dict[str, Any]) -> Iterator[Row]:
    rate, faster = mine["ticks"] / mine["seconds"], duckdb["seconds"] / mine["seconds"]
    peak = mine["peak_bytes"] / 2**20
    yield _row("CSV import, two threads", "≥ 6 M ticks/s", f"{rate / 1e6:.1f} M ticks/s", rate >= 6e6)
    yield _row("CSV import beside DuckDB", "≥ 2 x", f"{faster:.2f} x", faster >= 2)
    yield _row("CSV import, peak memory", "< 512 MiB", f"{peak:.0f} MiB", peak < 512)


def _bi5_target(rust: list[Line]) -> Row:
    rates = [median(rust, f"bi5/decode-vs-bare-liblzma/{name}") for name in ("import", "bare")]
    share = rates[0] / rates[1]
    return _row(".bi5 import beside bare liblzma", "≥ 0.65", f"{share:.2f}", share >= 0.65)


def _size_targets(rust: list[Line]) -> Iterator[Row]:
    size, csv = (median(rust, f"encode/bytes-per-tick/{name}") for name in ("tickloom", "csv"))
    yield _row("bytes per tick", "≤ 4.6", f"{size:.2f}", size <= 4.6)
    yield _row("smaller than the CSV", "≥ 10 x", f"{csv / size:.1f} x", csv / size >= 10)


def _live_targets(rust: list[Line]) -> Iterator[Row]:
    for read in ("one", "all"):
        nanos = 1e9 / median(rust, f"bars/nine-timeframes-live/{read}-forming-read")
        what = f"nine timeframes live, {read} read after each tick"
        yield _row(what, "≤ 20 ns a tick", f"{nanos:.1f} ns", nanos <= 20)


def _row(what: str, asked: str, measured: str, met: bool) -> Row:
    return (what, asked, measured, "met" if met else "**not met**")


def _figure(figures: list[dict[str, Any]], contender: str) -> dict[str, Any]:
    wanted = ("import/csv", contender)
    return next(one for one in figures if (one["question"], one["contender"]) == wanted)
