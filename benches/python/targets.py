"""What Tickloom has to reach, beside what was measured."""

from collections.abc import Iterator
from typing import Any

from bare_limits import Line, median

Row = tuple[str, str, str, str]


def targets(figures: list[dict[str, Any]], rust: list[Line]) -> Iterator[Row]:
    """Each target: what it is, what was asked, what was measured, and whether that is enough."""
    yield from _import_targets(figures)
    yield _bi5_target(rust)
    yield from _size_targets(rust)
    yield from _live_targets(rust)
    yield from _replay_targets(rust)
    yield from _engine_targets(rust)
    yield from _memory_targets(figures)


def _import_targets(figures: list[dict[str, Any]]) -> Iterator[Row]:
    mine, *peers = _of(figures, "import/csv")
    best = min(peer["seconds"] for peer in peers)
    faster = best / mine["seconds"]
    yield from _rate_and_memory("CSV import, two threads", mine)
    yield _row("CSV import beside the best of its peers", "≥ 3 x", f"{faster:.2f} x", faster >= 3)
    for large in _of(figures, "import/csv-large"):
        yield from _rate_and_memory("CSV import, 100 M ticks", large)
        if (error := large["time_left_error"]) is not None:
            yield _row("its time left, after the first tenth", "within 20 %", f"{error:.0%}", error <= 0.2)


def _rate_and_memory(what: str, figure: dict[str, Any]) -> Iterator[Row]:
    rate, peak = figure["ticks"] / figure["seconds"], figure["peak_bytes"] / 2**20
    yield _row(what, "≥ 10 M ticks/s", f"{rate / 1e6:.1f} M ticks/s", rate >= 10e6)
    yield _row(f"{what}, peak memory", "≤ 300 MiB", f"{peak:.0f} MiB", peak <= 300)


def _bi5_target(rust: list[Line]) -> Row:
    rates = [median(rust, f"bi5/decode-vs-bare-liblzma/{name}") for name in ("import", "bare")]
    share = rates[0] / rates[1]
    return _row(".bi5 import beside bare liblzma", "≥ 0.85", f"{share:.2f}", share >= 0.85)


def _size_targets(rust: list[Line]) -> Iterator[Row]:
    size, csv = (median(rust, f"encode/bytes-per-tick/{name}") for name in ("tickloom", "csv"))
    yield _row("bytes per tick", "≤ 4.45", f"{size:.2f}", size <= 4.45)
    yield _row("smaller than the CSV", "≥ 10 x", f"{csv / size:.1f} x", csv / size >= 10)


def _live_targets(rust: list[Line]) -> Iterator[Row]:
    bare = 1e9 / median(rust, "bars/nine-timeframes-live/bare-loop")
    nanos = 1e9 / median(rust, "bars/nine-timeframes-live/one-forming-read")
    measured = f"{nanos:.1f} ns, a bare loop {bare:.1f}"
    yield _row("nine timeframes live, one read after each tick", "≤ 15 ns a tick", measured, nanos <= 15)


def _memory_targets(figures: list[dict[str, Any]]) -> Iterator[Row]:
    mine, *peers = _of(figures, "bars-in-memory")
    nanos = mine["seconds"] / mine["ticks"] * 1e9
    yield _row("nine timeframes of arrays from Python", "≤ 8 ns a tick", f"{nanos:.1f} ns", nanos <= 8)
    for peer in peers:
        least, faster = {"polars": 2, "numba": 3}[peer["contender"]], peer["seconds"] / mine["seconds"]
        what = f"the same beside {peer['contender']}"
        yield _row(what, f"≥ {least} x", f"{faster:.2f} x", faster >= least)
    (by_tick,) = _of(figures, "bars-by-tick")
    nanos = by_tick["seconds"] / by_tick["ticks"] * 1e9
    yield _row("one tick at a time from Python", "≤ 300 ns a call", f"{nanos:.0f} ns", nanos <= 300)


def _replay_targets(rust: list[Line]) -> Iterator[Row]:
    for played in ("one-symbol", "one-symbol-ticks-seen", "two-symbols"):
        rate = median(rust, f"replay/nine-timeframes/{played}")
        what = f"replay from the store to nine timeframes, {played.replace('-', ' ')}"
        yield _row(what, "≥ 8 M ticks/s", f"{rate / 1e6:.1f} M ticks/s", rate >= 8e6)


def _engine_targets(rust: list[Line]) -> Iterator[Row]:
    mine, bare = (median(rust, f"engine/ping/{name}/p50") for name in ("tickloom", "bare-tcp-echo"))
    yield _row("a ping beside a bare echo, p50", "≤ 1.3 x", f"{mine / bare:.2f} x", mine / bare <= 1.3)
    millis = median(rust, "engine/ping/tickloom/p99") / 1e3
    yield _row("a ping, p99", "< 1 ms", f"{millis:.2f} ms", millis < 1)
    alone, among = (median(rust, f"ipc/thousand/{name}/p99") for name in ("single-client", "healthy-of-1000"))
    yield _row("healthy clients of 1,000, p99", "≤ 2 x of one", f"{among / alone:.2f} x", among <= 2 * alone)
    micros = median(rust, "engine/mtf-event-inside/p99.9")
    what = "a tick to its event, from the engine's one socket to the other"
    yield _row(what, "< 100 µs p99.9", f"{micros:.0f} µs", micros < 100)
    millis = median(rust, "engine/python-service/p99") / 1e3
    yield _row("asking a service in Python, p99", "< 2 ms", f"{millis:.2f} ms", millis < 2)
    millis = median(rust, "engine/day-in-python")
    yield _row("one day of ticks to Python as Arrow", "≤ 15 ms", f"{millis:.1f} ms", millis <= 15)
    rate = median(rust, "engine/large-in-python")
    yield _row("all ticks to Python as Arrow", "≥ 500 MB/s", f"{rate:.0f} MB/s", rate >= 500)
    alone, beside = (median(rust, f"engine/import/{name}") for name in ("alone", "beside-readers"))
    share = beside / alone
    yield _row("an import beside four readers", "≥ 0.8 of it alone", f"{share:.2f}", share >= 0.8)


def _row(what: str, asked: str, measured: str, met: bool) -> Row:
    return (what, asked, measured, "met" if met else "**not met**")


def _of(figures: list[dict[str, Any]], question: str) -> list[dict[str, Any]]:
    """The figures of a question, Tickloom's first."""
    asked = [figure for figure in figures if figure["question"] == question]
    return sorted(asked, key=lambda figure: figure["contender"] != "tickloom")
