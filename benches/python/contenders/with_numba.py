"""Numba's answers: a compiled loop over arrays, as one writes it who knows where every bar ends.

``bars-in-memory`` touches all nine timeframes with every tick, which is the plain way.
"""

from collections.abc import Callable
from pathlib import Path

import numba
import numpy as np
import pyarrow as pa
from contender import Array, Tables, answer
from in_memory import NINE, Ticks, first_few, ticks_in_memory

MINUTE = 60_000_000_000
LENGTHS = {"1m": 1, "5m": 5, "15m": 15, "30m": 30, "1h": 60, "4h": 240, "1d": 1440}
"""Timeframes of a fixed length, in minutes."""
MONDAY = np.datetime64("1970-01-05", "ns").astype(np.int64)
COLUMNS = ("open", "high", "low", "close", "volume")


def starts(timeframe: str, first: int, last: int) -> Array:
    """Where bars begin, from the one that holds the first tick to the one after the last."""
    if timeframe == "1mo":
        ends = np.array([first, last]).astype("datetime64[ns]").astype("datetime64[M]")
        return np.arange(ends[0], ends[1] + 2).astype("datetime64[ns]").astype(np.int64)
    minutes, origin = (10_080, int(MONDAY)) if timeframe == "1w" else (LENGTHS[timeframe], 0)
    length = minutes * MINUTE
    begin = (first - origin) // length * length + origin
    return np.arange(begin, last + length + 1, length, dtype=np.int64)


@numba.njit  # type: ignore[untyped-decorator]
def build(
    times: Array,
    prices: Array,
    volumes: Array,
    bounds: Array,
    offsets: Array,
    open_times: Array,
    values: Array,
    counts: Array,
) -> Array:
    """Fills the bars of every timeframe from one pass; returns how many each has."""
    kinds = len(offsets) - 1
    made, ends, next_bound = np.zeros(kinds, np.int64), np.empty(kinds, np.int64), np.empty(kinds, np.int64)
    for kind in range(kinds):
        ends[kind], next_bound[kind] = bounds[offsets[kind]], offsets[kind]
    for row in range(len(times)):
        time, price, volume = times[row], prices[row], np.float64(volumes[row])
        for kind in range(kinds):
            if time >= ends[kind]:
                while time >= bounds[next_bound[kind]]:
                    next_bound[kind] += 1
                ends[kind] = bounds[next_bound[kind]]
                bar = offsets[kind] + made[kind]
                made[kind] += 1
                open_times[bar] = bounds[next_bound[kind] - 1]
                values[bar, 0], values[bar, 1], values[bar, 2] = price, price, price
                values[bar, 3], values[bar, 4], counts[bar] = price, volume, 1
            else:
                bar = offsets[kind] + made[kind] - 1
                values[bar, 1] = max(values[bar, 1], price)
                values[bar, 2] = min(values[bar, 2], price)
                values[bar, 3] = price
                values[bar, 4] += volume
                counts[bar] += 1
    return made


def bars_in_memory(home: Path, _target: Path) -> Callable[[], Tables]:
    """All nine timeframes; compiled by the call on a few ticks."""
    ticks = ticks_in_memory(home)
    _nine(first_few(ticks))
    return lambda: _nine(ticks)


def _nine(ticks: Ticks) -> Tables:
    times, prices, volumes = ticks["timestamp"].view(np.int64), ticks["bid"], ticks["bid_volume"]
    all_bounds = [starts(timeframe, int(times[0]), int(times[-1])) for timeframe in NINE]
    offsets = np.concatenate([[0], np.cumsum([len(bounds) for bounds in all_bounds])])
    bounds, size = np.concatenate(all_bounds), int(offsets[-1])
    open_times, values, counts = np.empty(size, np.int64), np.empty((size, 5)), np.empty(size, np.int64)
    made = build(times, prices, volumes, bounds, offsets, open_times, values, counts)
    return {
        timeframe: _table(slice(offset, offset + count), open_times, values, counts)
        for timeframe, offset, count in zip(NINE, offsets, made, strict=False)
    }


def _table(rows: slice, open_times: Array, values: Array, counts: Array) -> pa.Table:
    columns = {name: values[rows, index].copy() for index, name in enumerate(COLUMNS)}
    return pa.table({"open_time": open_times[rows], **columns, "ticks": counts[rows]})


if __name__ == "__main__":
    answer({"bars-in-memory": bars_in_memory})
