"""What every contender is: a process that does one task, times it inside, and says what came out."""

import hashlib
import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

POINTS_PER_UNIT = 100_000
"""The generated prices have five decimals."""

Array = np.ndarray[Any, np.dtype[Any]]
Tables = Mapping[str, pa.Table]
Task = Callable[[Path, Path], Callable[[], Tables]]
"""Takes what is read and what is written, gets ready, and returns the work that is timed."""


def answer(tasks: Mapping[str, Task]) -> None:
    """Runs ``TASK SOURCE TARGET [KEPT]`` of the command line; the result's columns are kept in KEPT."""
    name, source, target, *kept = sys.argv[1:]
    work = tasks[name](Path(source), Path(target))
    started = time.perf_counter()
    tables = work()
    seconds = time.perf_counter() - started
    columns = {
        f"{title}/{name}": array
        for title, table in tables.items()
        for name, array in canonical(table).items()
    }
    if kept:
        np.savez(kept[0], allow_pickle=False, **columns)
    rows = sum(len(table) for table in tables.values())
    print(json.dumps({"seconds": seconds, "rows": rows, "digest": digest(columns)}))


def canonical(table: pa.Table) -> dict[str, Array]:
    """Columns that are equal for equal tables: nanoseconds, points, and volumes as they are."""
    return {name: _canonical(name, table.column(name)) for name in table.column_names}


def _canonical(name: str, column: pa.ChunkedArray) -> Array:
    if pa.types.is_timestamp(column.type):
        column = pc.cast(pc.cast(column, pa.timestamp("ns", column.type.tz)), pa.int64())
    values: Array = column.to_numpy()
    if "volume" in name:
        return values.astype(np.float64)
    return values.astype(np.int64) if values.dtype.kind != "f" else _points(name, values)


def _points(name: str, prices: Array) -> Array:
    points: Array = np.rint(prices * POINTS_PER_UNIT).astype(np.int64)
    assert np.array_equal(points / POINTS_PER_UNIT, prices), f"{name} holds prices that are no whole points"
    return points


def digest(columns: Mapping[str, Array]) -> str:
    """A hash of everything exact in the columns, which must not change from run to run."""
    sums = hashlib.sha256()
    for name in sorted(name for name in columns if "volume" not in name):
        sums.update(name.encode())
        sums.update(columns[name].tobytes())
    return sums.hexdigest()
