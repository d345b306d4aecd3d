"""Ticks as arrays of numpy, which every contender has in memory before its time begins."""

from pathlib import Path
from typing import TypedDict

import numpy as np
from contender import POINTS_PER_UNIT, Array
from pyarrow import parquet

NINE = ("1m", "5m", "15m", "30m", "1h", "4h", "1d", "1w", "1mo")


class Ticks(TypedDict):
    """Nanoseconds, prices in quote currency, volumes as they are stored."""

    timestamp: Array
    bid: Array
    ask: Array
    bid_volume: Array
    ask_volume: Array


def first_few(ticks: Ticks) -> Ticks:
    """Ticks to call a contender on before its time begins: what it loads or compiles then is no rate."""
    few = slice(10)
    return {
        "timestamp": ticks["timestamp"][few],
        "bid": ticks["bid"][few],
        "ask": ticks["ask"][few],
        "bid_volume": ticks["bid_volume"][few],
        "ask_volume": ticks["ask_volume"][few],
    }


def ticks_in_memory(home: Path) -> Ticks:
    """All ticks of a home, in order."""
    files = sorted(home.glob("ticks/*/*/ticks.parquet"))
    table = parquet.read_table(files, partitioning=None)
    stored = {name: table.column(name).to_numpy() for name in table.column_names}
    return {
        "timestamp": stored["timestamp"].astype("datetime64[ns]"),
        "bid": stored["bid"] / POINTS_PER_UNIT,
        "ask": stored["ask"] / POINTS_PER_UNIT,
        "bid_volume": np.ascontiguousarray(stored["bid_volume"], np.float32),
        "ask_volume": np.ascontiguousarray(stored["ask_volume"], np.float32),
    }
