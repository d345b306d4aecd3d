"""Ticks in memory as the core takes them: arrays where they lie, or any table of Arrow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from .arrays import column_array, nanos_array
from .frames import ArrowStream, streamed
from .tables import library

if TYPE_CHECKING:
    from ._core import TickArrays

_NEEDED = {"timestamp", "bid", "ask"}
_OPTIONAL = {"bid_volume", "ask_volume"}


def tick_columns(ticks: ArrowStream | Mapping[str, object]) -> TickArrays | ArrowStream:
    """Columns called ``timestamp``, ``bid``, ``ask``, ``bid_volume``, ``ask_volume`` as arrays, else a table.

    Times are ``datetime64``, or whole nanoseconds; prices floats in quote currency, or whole points. Arrays
    of int64, ``datetime64[ns]`` and float64, and volumes of float32, are read where they lie, others copied.

    Raises ``TypeError`` for what holds no columns, ``ImportError`` without numpy.
    """
    if not isinstance(ticks, Mapping) or not _NEEDED <= set(ticks) <= _NEEDED | _OPTIONAL:
        return streamed(ticks)
    numpy = library("numpy")
    return {
        "timestamp": nanos_array(numpy, ticks["timestamp"]),
        "bid": _prices(numpy, ticks["bid"]),
        "ask": _prices(numpy, ticks["ask"]),
        "bid_volume": _volumes(numpy, ticks.get("bid_volume")),
        "ask_volume": _volumes(numpy, ticks.get("ask_volume")),
    }


def nanos_of_lateness(lateness: float | timedelta) -> int:
    """Nanoseconds of a time given in seconds.

    >>> nanos_of_lateness(1.5) == nanos_of_lateness(timedelta(milliseconds=1500)) == 1_500_000_000
    True
    """
    if isinstance(lateness, timedelta):
        return lateness // timedelta(microseconds=1) * 1000
    if not abs(lateness) < 2**33:
        raise ValueError(f"a lateness of {lateness} s: use 0 to a day")
    return round(lateness * 1e9)


def _prices(numpy: Any, prices: object) -> Any:
    array = numpy.asarray(prices)
    if array.dtype.kind not in "iuf":
        raise TypeError(f"prices are floats in quote currency or whole points, not {array.dtype}")
    return column_array(numpy, array, "float64" if array.dtype.kind == "f" else "int64")


def _volumes(numpy: Any, volumes: object | None) -> Any:
    return None if volumes is None else column_array(numpy, numpy.asarray(volumes), "float32")
