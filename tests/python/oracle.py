"""The providers' own files, read without any code of this project: what results are checked against."""

from __future__ import annotations

import csv
import io
import lzma
import struct
import zipfile
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import tickloom as tl

MILLISECOND = 1_000_000
SECOND = 1_000 * MILLISECOND


class Tick(NamedTuple):
    """A tick as it stands in the file; time in nanoseconds, prices in points of 0.00001."""

    time: int
    bid: int
    ask: int
    bid_volume: float
    ask_volume: float


class Bar(NamedTuple):
    """A bar as it stands in the file; time in nanoseconds."""

    open_time: int
    open: float
    high: float
    low: float
    close: float


def bi5_ticks(path: Path, hour: datetime) -> list[Tick]:
    """The ticks of one hour, in the order of the file."""
    start = _nanos(hour)
    records = struct.iter_unpack(">IIIff", lzma.decompress(path.read_bytes(), lzma.FORMAT_ALONE))
    return [Tick(start + ms * MILLISECOND, bid, ask, bv, av) for ms, ask, bid, av, bv in records]


def eurusd_day(data: Path) -> list[Tick]:
    """All ticks of 2019-02-04."""
    day = datetime(2019, 2, 4, tzinfo=UTC)
    folder = data / "dukascopy-bi5/EURUSD/2019/01/04"
    hours = ((folder / f"{hour:02}h_ticks.bi5", day + timedelta(hours=hour)) for hour in range(24))
    return [tick for path, start in hours for tick in bi5_ticks(path, start)]


def candles(path: Path, period: datetime, points_per_unit: int) -> dict[Bar, float]:
    """Bars with their volumes; ``period`` is when the file's day, month or year starts."""
    start = _nanos(period)
    records = struct.iter_unpack(">IIIIIf", lzma.decompress(path.read_bytes(), lzma.FORMAT_ALONE))
    found = {}
    for seconds, first, last, low, high, volume in records:
        prices = (price / points_per_unit for price in (first, high, low, last))
        found[Bar(start + seconds * SECOND, *prices)] = volume
    return found


def lean_rows(path: Path, offset: timedelta) -> Iterator[tuple[int, list[str]]]:
    """Rows of a LEAN archive with their times; ``offset`` is how far its clock is behind UTC."""
    with zipfile.ZipFile(path) as archive:
        (name,) = archive.namelist()
        midnight = _nanos(datetime.strptime(name[:8], "%Y%m%d").replace(tzinfo=UTC) + offset)
        for ms, *cells in csv.reader(io.StringIO(archive.read(name).decode())):
            yield midnight + int(ms) * MILLISECOND, cells


def lean_bars(path: Path, offset: timedelta, side: str) -> list[Bar]:
    """One side's bars of a LEAN archive."""
    first = {"bid": 0, "ask": 5}[side]
    return [
        Bar(time, *map(float, cells[first : first + 4]))
        for time, cells in lean_rows(path, offset)
        if cells[first]
    ]


def bars_of(table: tl.Table) -> list[Bar]:
    """A table's bars."""
    columns = table.to_numpy()
    times = columns["open_time"].astype("int64").tolist()
    return [
        Bar(*row) for row in zip(times, *(columns[name].tolist() for name in Bar._fields[1:]), strict=True)
    ]


def _nanos(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 1_000
