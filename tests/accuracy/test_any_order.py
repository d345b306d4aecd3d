"""The same ticks in overlapping files of several formats, in any order, are one store."""

from __future__ import annotations

import gzip
import lzma
import random
import struct
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
import pytest

import tickloom as tl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

MIDNIGHT = datetime(2019, 2, 4, tzinfo=UTC)
HOUR, DAY = 3_600_000, 86_400_000
DAYS, MOMENTS, ROUNDS = 3, 400, 20
_RECORD = struct.Struct(">IIIff")


class Tick(NamedTuple):
    """Milliseconds since the first midnight, prices in points, volumes in hundredths of a lot."""

    millis: int
    bid: int
    ask: int
    bid_volume: int
    ask_volume: int


Moment = list[Tick]
"""The ticks of one millisecond, in their order: a file has all of them or none."""


def moments(chance: random.Random) -> list[Moment]:
    """Ticks of some days, now and then several of one millisecond, never the same one twice."""
    times = sorted(chance.sample(range(DAYS * DAY), MOMENTS))
    return [
        list(dict.fromkeys(_tick(time, chance) for _ in range(chance.choice([1, 1, 1, 2, 3]))))
        for time in times
    ]


def _tick(millis: int, chance: random.Random) -> Tick:
    bid = chance.randint(114_000, 114_010)
    return Tick(millis, bid, bid + chance.randint(1, 3), chance.randint(1, 500), chance.randint(1, 500))


def slices(whole: Sequence[Moment], chance: random.Random) -> Iterator[Sequence[Moment]]:
    """Pieces that overlap and together are everything, in any order."""
    cuts = [0, *sorted(chance.sample(range(1, len(whole)), 5)), len(whole)]
    pieces = [whole[max(0, start - chance.randrange(60)) : end] for start, end in pairwise(cuts)]
    pieces.append(whole[chance.randrange(200) : chance.randrange(200, MOMENTS)])
    chance.shuffle(pieces)
    yield from pieces


def _time(tick: Tick) -> pd.Timestamp:
    return pd.Timestamp(MIDNIGHT) + pd.Timedelta(milliseconds=tick.millis)


def _rows(ticks: Sequence[Tick], form: str, separator: str = ",") -> str:
    names = ["time", "ask", "bid", "ask_volume", "bid_volume"]
    numbers = (
        (
            f"{tick.ask / 1e5:.5f}",
            f"{tick.bid / 1e5:.5f}",
            str(tick.ask_volume / 100),
            str(tick.bid_volume / 100),
        )
        for tick in ticks
    )
    rows = [(_time(tick).strftime(form)[:-3], *row) for tick, row in zip(ticks, numbers, strict=True)]
    return "".join(separator.join(row) + "\n" for row in [names, *rows])


def csv(folder: Path, ticks: Sequence[Tick]) -> Path:
    path = folder / "ticks.csv"
    path.write_text(_rows(ticks, "%Y-%m-%dT%H:%M:%S.%f"))
    return path


def packed_csv(folder: Path, ticks: Sequence[Tick]) -> Path:
    path = folder / "ticks.csv.gz"
    path.write_bytes(gzip.compress(_rows(ticks, "%Y-%m-%d %H:%M:%S.%f", ";").encode()))
    return path


def hours(folder: Path, ticks: Sequence[Tick]) -> Path:
    for hour in dict.fromkeys(tick.millis // HOUR for tick in ticks):
        start = pd.Timestamp(MIDNIGHT) + pd.Timedelta(hours=hour)
        path = folder / f"EURUSD/{start.year}/{start.month - 1:02}/{start.day:02}/{start.hour:02}h_ticks.bi5"
        path.parent.mkdir(parents=True, exist_ok=True)
        records = b"".join(
            _RECORD.pack(tick.millis % HOUR, tick.ask, tick.bid, tick.ask_volume / 100, tick.bid_volume / 100)
            for tick in ticks
            if tick.millis // HOUR == hour
        )
        path.write_bytes(lzma.compress(records, lzma.FORMAT_ALONE))
    return folder


def parquet(folder: Path, ticks: Sequence[Tick]) -> Path:
    path = folder / "ticks.parquet"
    frame = pd.DataFrame(
        {
            "timestamp": [_time(tick) for tick in ticks],
            "bid": [tick.bid / 1e5 for tick in ticks],
            "ask": [tick.ask / 1e5 for tick in ticks],
            "bid_volume": [tick.bid_volume / 100 for tick in ticks],
            "ask_volume": [tick.ask_volume / 100 for tick in ticks],
        }
    )
    frame.to_parquet(path, index=False)
    return path


FORMATS: list[Callable[[Path, Sequence[Tick]], Path]] = [csv, packed_csv, hours, parquet]


def stored(workspace: tl.Workspace) -> tuple[int, str]:
    (instrument,) = workspace.instruments()
    return instrument.ticks, instrument.content_hash


def bring(workspace: tl.Workspace, path: Path) -> None:
    report = workspace.import_ticks("EURUSD", path, digits=5, progress=False)
    assert (report.outcome, report.refused, report.refused_files) == ("done", 0, ())


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_overlapping_files_of_several_formats_in_any_order_are_one_file(tmp_path: Path, seed: int) -> None:
    """A second round of all files, in another order, changes nothing either."""
    chance = random.Random(f"any order {seed}")
    whole = moments(chance)
    ticks = [tick for moment in whole for tick in moment]
    with tl.open(tmp_path / "one") as one:
        bring(one, csv(tmp_path, ticks))
        expected = stored(one)
    assert expected[0] == len(ticks)
    files = []
    for number, piece in enumerate(slices(whole, chance)):
        folder = tmp_path / str(number)
        folder.mkdir()
        files.append(chance.choice(FORMATS)(folder, [tick for moment in piece for tick in moment]))
    with tl.open(tmp_path / "many") as many:
        for file in files:
            bring(many, file)
        assert stored(many) == expected
        for file in reversed(files):
            bring(many, file)
        assert stored(many) == expected


def test_each_format_alone_is_the_same_store(tmp_path: Path) -> None:
    """What the pieces are made of is not all of one format by chance."""
    ticks = [tick for moment in moments(random.Random("each")) for tick in moment]
    found = set()
    for make in FORMATS:
        folder = tmp_path / make.__name__
        folder.mkdir()
        with tl.open(tmp_path / f"home of {make.__name__}") as workspace:
            bring(workspace, make(folder, ticks))
            found.add(stored(workspace))
    assert len(found) == 1
