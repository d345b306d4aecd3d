"""Tickloom's answers, through its Python API. It imports by its own command instead."""

from collections.abc import Callable
from pathlib import Path

from contender import Tables, answer

import tickloom

NINE = ("1m", "5m", "15m", "30m", "1h", "4h", "1d", "1w", "1mo")


def bars(timeframes: tuple[str, ...]) -> Callable[[Path, Path], Callable[[], Tables]]:
    """Bid bars of all ticks, in one call."""

    def task(home: Path, _target: Path) -> Callable[[], Tables]:
        workspace = tickloom.open(home)

        def ask() -> Tables:
            tables = workspace.bars_by_timeframe("EURUSD", timeframes)
            return {name: table.to_arrow() for name, table in tables.items()}

        return ask

    return task


def one_day(home: Path, day: Path) -> Callable[[], Tables]:
    """All ticks of the named UTC day."""
    workspace = tickloom.open(home)
    start, end = day.name, f"{day.name}T23:59:59.999999999"
    return lambda: {"ticks": workspace.ticks("EURUSD", start, end).to_arrow()}


if __name__ == "__main__":
    answer({"bars-1m": bars(("1m",)), "bars-nine": bars(NINE), "one-day": one_day})
