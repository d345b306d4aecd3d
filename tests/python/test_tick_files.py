"""Tick files are plain Parquet: DuckDB, Polars and pyarrow read what was imported, whatever the numbers."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

import tickloom as tl

Row = tuple[datetime, int, int, float, float]
MOST = 2**53
"""The largest price in points."""


def _seconds(rows: int, prices: Callable[[int], int], volumes: Callable[[int], float]) -> Iterator[Row]:
    start = datetime(2024, 1, 8, tzinfo=UTC)
    for step in range(rows):
        price, volume = prices(step), volumes(step)
        yield start + timedelta(milliseconds=step * 37), -price, price, volume, 2 * volume


def _random(seed: int) -> Callable[[int], int]:
    chance = random.Random(seed)
    return lambda _: chance.randrange(-MOST, MOST)


CASES: dict[str, list[Row]] = {
    "one tick": list(_seconds(1, lambda _: 114541, lambda _: 1.5)),
    "the same again and again": list(_seconds(3000, lambda _: 114541, lambda _: 0.0)),
    "a walk": list(_seconds(70_001, lambda step: 114541 + step % 11 - step % 7, lambda step: step % 9 / 8)),
    "from one extreme to the other": list(_seconds(2049, lambda step: MOST * (-1) ** step, lambda _: 1.0)),
    "any price": list(_seconds(5000, _random(7), lambda step: float(step % 300))),
    "every volume another": list(_seconds(70_001, lambda step: step, lambda step: step / 64)),
    "steps of microseconds": [
        (datetime(2024, 1, 8, tzinfo=UTC) + timedelta(microseconds=step**2), step, step, 1.0, 2.0)
        for step in range(1, 9000)
    ],
}


def _written(path: Path, rows: list[Row]) -> Path:
    lines = (
        f"{time:%Y-%m-%dT%H:%M:%S.%f}Z,{bid},{ask},{bid_volume!r},{ask_volume!r}\n"
        for time, bid, ask, bid_volume, ask_volume in rows
    )
    path.write_text("Time,Bid,Ask,BidVolume,AskVolume\n" + "".join(lines))
    return path


def _file(ws: tl.Workspace) -> Path:
    (file,) = (ws.home / "ticks").rglob("ticks.parquet")
    return file


def _by_pyarrow(ws: tl.Workspace) -> list[Row]:
    columns = pq.ParquetFile(_file(ws)).read().to_pydict().values()
    return list(zip(*columns, strict=True))


def _by_polars(ws: tl.Workspace) -> list[Row]:
    return pl.read_parquet(_file(ws), hive_partitioning=False).rows()


def _by_duckdb(ws: tl.Workspace) -> list[Row]:
    query = "SELECT timestamp, bid, ask, bid_volume, ask_volume FROM ticks ORDER BY timestamp"
    columns = ws.sql(query).to_arrow().to_pydict().values()
    return list(zip(*columns, strict=True))


@pytest.mark.parametrize("reader", [_by_pyarrow, _by_polars, _by_duckdb])
@pytest.mark.parametrize("case", CASES)
def test_others_read_from_a_tick_file_what_was_imported(
    case: str, reader: Callable[[tl.Workspace], list[Row]], ws: tl.Workspace, tmp_path: Path
) -> None:
    rows = CASES[case]
    ws.import_ticks("PACKED", _written(tmp_path / "ticks.csv", rows), digits=0, progress=False)
    assert [(time.astimezone(UTC), *rest) for time, *rest in reader(ws)] == rows
