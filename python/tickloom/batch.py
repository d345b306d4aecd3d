"""Bars of ticks in memory, of many timeframes in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload
from warnings import warn

from .tables import Table
from .tick_columns import nanos_of_lateness, tick_columns

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from .frames import ArrowStream

_HELD = 1_000_000
"""How many late ticks are held at most: 40 MB."""


@overload
def bars(
    symbol: str,
    ticks: ArrowStream | Mapping[str, object],
    timeframes: str,
    *,
    side: str = "bid",
    day: str = "utc",
    digits: int | None = None,
    lateness: float | timedelta = 0,
    detail: bool = False,
) -> Table: ...


@overload
def bars(
    symbol: str,
    ticks: ArrowStream | Mapping[str, object],
    timeframes: list[str] | tuple[str, ...],
    *,
    side: str = "bid",
    day: str = "utc",
    digits: int | None = None,
    lateness: float | timedelta = 0,
    detail: bool = False,
) -> dict[str, Table]: ...


def bars(
    symbol: str,
    ticks: ArrowStream | Mapping[str, object],
    timeframes: str | list[str] | tuple[str, ...],
    *,
    side: str = "bid",
    day: str = "utc",
    digits: int | None = None,
    lateness: float | timedelta = 0,
    detail: bool = False,
) -> Table | dict[str, Table]:
    """Bars of ticks in memory, oldest first; the last of each timeframe may be in progress.

    ``ticks`` is any table with ``__arrow_c_stream__``, or columns by name: ``timestamp`` (``datetime64`` or
    whole nanoseconds), ``bid`` and ``ask`` (floats in quote currency, or whole points), ``bid_volume`` and
    ``ask_volume`` (0 if missing). Arrays of numpy are read where they lie; other threads run meanwhile.
    ``timeframes`` is one, which gives its table, or several, which give tables by name. ``side``, ``day`` and
    ``detail`` are those of ``Workspace.bars``; ``digits`` are the decimals of prices, known of major
    currencies and metals. Ticks are put in order if they come up to ``lateness`` seconds late; what comes
    later is left out, with a warning.

    Raises ``InvalidTimeframe``, ``InvalidSide``, ``InvalidDay``, ``InvalidState`` if digits are not known,
    ``InvalidTick`` for a row of arrays that is no tick, ``InvalidColumns`` for arrays of different lengths,
    ``UnreadableFile`` for a table of none, or with a row that is none, ``TypeError`` for what is no table,
    ``Interrupted``.

    >>> times = [0, 59_000_000_000, 60_000_000_000]
    >>> ticks = {"timestamp": times, "bid": [1.1, 1.3, 1.2], "ask": [1.2, 1.4, 1.3]}
    >>> bars("EURUSD", ticks, "1m")["high"]
    array([1.3, 1.2])
    >>> {name: len(table) for name, table in bars("EURUSD", ws.ticks("EURUSD"), ["1h", "1d"]).items()}
    {'1h': 120, '1d': 6}
    """
    from . import _core

    names = [timeframes] if isinstance(timeframes, str) else list(timeframes)
    request: _core.BatchRequest = {
        "symbol": symbol,
        "digits": digits,
        "timeframes": names,
        "side": side,
        "day": day,
        "lateness": nanos_of_lateness(lateness),
        "held": _HELD,
        "detail": detail,
    }
    tables, late = _core.bars_of_ticks(tick_columns(ticks), request)
    if late:
        message = f"{late:,} ticks came too late and are in no bar: sort them by time, or allow more lateness"
        warn(message, stacklevel=2)
    made = {name: Table(table) for name, table in zip(names, tables, strict=True)}
    return made[timeframes] if isinstance(timeframes, str) else made
