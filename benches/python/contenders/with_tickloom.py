"""Tickloom's answers, through its Python API. It imports by its own command instead."""

from collections.abc import Callable
from pathlib import Path

from contender import Tables, answer
from in_memory import NINE, Ticks, first_few, ticks_in_memory

import tickloom

COLUMNS = ["open_time", "open", "high", "low", "close", "volume", "ticks"]


def bars(timeframes: tuple[str, ...]) -> Callable[[Path, Path], Callable[[], Tables]]:
    """Bid bars of all ticks, in one call."""

    def task(home: Path, _target: Path) -> Callable[[], Tables]:
        workspace = tickloom.open(home)

        def ask() -> Tables:
            tables = workspace.bars_by_timeframe("EURUSD", timeframes)
            return {name: table.to_arrow() for name, table in tables.items()}

        return ask

    return task


def bars_in_memory(home: Path, _target: Path) -> Callable[[], Tables]:
    """Bid bars of ticks in memory, in one call."""
    ticks = ticks_in_memory(home)
    _nine(first_few(ticks))
    return lambda: _nine(ticks)


def _nine(ticks: Ticks) -> Tables:
    tables = tickloom.bars("EURUSD", dict(ticks), NINE)
    return {name: table.to_arrow() for name, table in tables.items()}


def bars_by_tick(home: Path, _target: Path) -> Callable[[], Tables]:
    """The same, one call for every tick."""
    ticks = ticks_in_memory(home)
    state = tickloom.MultiTimeframe(NINE, capacity=1_000_000)
    times = ticks["timestamp"].view("int64")
    columns = (times, ticks["bid"], ticks["ask"], ticks["bid_volume"], ticks["ask_volume"])
    rows = list(zip(*(column.tolist() for column in columns), strict=True))

    def work() -> Tables:
        on_tick = state["EURUSD"].on_tick
        for time, bid, ask, bid_volume, ask_volume in rows:
            on_tick(time, bid, ask, bid_volume, ask_volume)
        tables = {name: state.state("EURUSD", name).to_arrow() for name in NINE}
        return {name: table.select(COLUMNS) for name, table in tables.items()}

    return work


def one_day(home: Path, day: Path) -> Callable[[], Tables]:
    """All ticks of the named UTC day."""
    workspace = tickloom.open(home)
    start, end = day.name, f"{day.name}T23:59:59.999999999"
    return lambda: {"ticks": workspace.ticks("EURUSD", start, end).to_arrow()}


if __name__ == "__main__":
    answer(
        {
            "bars-1m": bars(("1m",)),
            "bars-nine": bars(NINE),
            "bars-in-memory": bars_in_memory,
            "bars-by-tick": bars_by_tick,
            "one-day": one_day,
        }
    )
