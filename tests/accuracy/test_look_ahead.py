"""What was known at a moment stays what it was, whatever comes later: a thousand random cases.

Symbols are stored twice: as they are, and with ticks after a random moment dropped or joined by others. No
answer that could be had at that moment, or before it, may differ. A join on open times, which looks ahead, is
caught by the same comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pytest

import tickloom as tl
from tickloom.times import nanos

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

N_CASES = 1_000
MOMENTS_PER_PAIR = 10
DAY = 86_400_000_000_000
START = nanos("2024-03-07")
"""New York's clocks go forward on the 10th."""
N_DAYS = 4
KINDS = ("7m", "1h", "4h", "1d", "1w", "9t", "40v", "12r", "8b")
ALIGNED = ("20m", "4h", "1d", "9t", "8b")

Columns: TypeAlias = dict[str, np.ndarray[Any, Any]]
Answer: TypeAlias = "Callable[[tl.Workspace, str, str, int], list[bytes]]"
"""What one way of asking says of a symbol, with days of a rule, as known at a moment: a line for each row."""


def some_ticks(random: np.random.Generator, count: int, first: int = START) -> Columns:
    """Ticks on whole seconds, so that some share one, in order of time."""
    seconds = np.sort(random.integers(0, (START + N_DAYS * DAY - first) // 10**9, count))
    bid = 100_000 + np.cumsum(random.integers(-3, 4, count))
    return {
        "timestamp": first + seconds * 10**9,
        "bid": bid / 1e5,
        "ask": (bid + random.integers(-1, 4, count)) / 1e5,
        "bid_volume": random.integers(1, 9, count).astype("float32"),
        "ask_volume": random.integers(1, 9, count).astype("float32"),
    }


def with_another_future(random: np.random.Generator, ticks: Columns, moment: int) -> Columns:
    """The same ticks up to a moment; of those after it all, some or none, and others among them."""
    is_later = ticks["timestamp"] > moment
    kept = ~is_later | (random.random(len(is_later)) < random.choice([0, 0.5, 1]))
    # Whole milliseconds: a table as CSV has more decimals where any of its times needs them.
    new = some_ticks(random, int(random.choice([1, 60])), (moment // 10**6 + 1) * 10**6)
    joined = {name: np.concatenate([column[kept], new[name]]) for name, column in ticks.items()}
    order = np.argsort(joined["timestamp"], kind="stable")
    return {name: column[order] for name, column in joined.items()}


def lines(table: tl.Table) -> list[bytes]:
    """Rows with every digit."""
    return table.to_bytes("csv").splitlines()[1:]


Rows: TypeAlias = "list[tuple[int, bytes]]"
"""Lines, and from when on each says that it was available."""


def rows(table: tl.Table) -> Rows:
    """All rows of a table that says when they were available."""
    return list(zip(table["available_at"].astype("int64").tolist(), lines(table), strict=True))


def known(all_rows: Rows, moment: int) -> list[bytes]:
    """The rows that were available by a moment."""
    return [line for available_at, line in all_rows if available_at <= moment]


def bars(ws: tl.Workspace, symbol: str, day: str, moment: int) -> list[bytes]:
    """Completed bars of every kind and the ones in progress, as of the moment."""
    tables = ws.bars_by_timeframe(symbol, KINDS, as_of=moment, forming=True, detail=True, day=day)
    return [line for table in tables.values() for line in lines(table)]


def flat_bars(ws: tl.Workspace, symbol: str, day: str, moment: int) -> list[bytes]:
    """Hours without a gap, as of the moment."""
    return lines(ws.bars(symbol, "1h", START + DAY, as_of=moment, fill="flat", day=day))


@cache
def all_bars(ws: tl.Workspace, symbol: str, day: str) -> Rows:
    """Bars of everything that is stored."""
    tables = ws.bars_by_timeframe(symbol, KINDS, detail=True, day=day).values()
    # Whether the last is complete may change; what was available is left as it is.
    return [(when, line.replace(b",false,", b",true,")) for table in tables for when, line in rows(table)]


@cache
def all_aligned(ws: tl.Workspace, symbol: str, day: str) -> Rows:
    """A join over everything that is stored."""
    return rows(ws.align(symbol, ALIGNED, START + DAY, day=day, forming=True))


@cache
def all_leaky(ws: tl.Workspace, symbol: str, day: str) -> Rows:
    """What must be caught: each row beside the longer bar that opened last, whose close lies ahead."""
    low, high = (ws.bars(symbol, name, detail=True, day=day) for name in ("20m", "4h"))
    beside = np.searchsorted(high["open_time"], low["open_time"], side="right") - 1
    closes = zip(low["close"], high["close"][beside], strict=True)
    joined = [f"{one} {other}".encode() for one, other in closes]
    return list(zip(low["available_at"].astype("int64").tolist(), joined, strict=True))


def available_bars(ws: tl.Workspace, symbol: str, day: str, moment: int) -> list[bytes]:
    """Of all bars those that were available at the moment."""
    return known(all_bars(ws, symbol, day), moment)


def aligned(ws: tl.Workspace, symbol: str, day: str, moment: int) -> list[bytes]:
    """Of the rows of a join those that were available at the moment."""
    return known(all_aligned(ws, symbol, day), moment)


def leaky(ws: tl.Workspace, symbol: str, day: str, moment: int) -> list[bytes]:
    """The same of a join that looks ahead."""
    return known(all_leaky(ws, symbol, day), moment)


@dataclass(frozen=True)
class Pair:
    """Two symbols that differ only after a moment, and moments up to it."""

    one: str
    other: str
    day: str
    moments: list[int]


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[tl.Workspace, list[Pair]]]:
    """All pairs of the cases, stored."""
    random = np.random.default_rng(20_240_310)
    with tl.open(tmp_path_factory.mktemp("look-ahead")) as ws:
        yield ws, [stored_pair(ws, random, number) for number in range(N_CASES // MOMENTS_PER_PAIR)]


def stored_pair(ws: tl.Workspace, random: np.random.Generator, number: int) -> Pair:
    """A pair with random ticks that part after a random moment."""
    ticks = some_ticks(random, int(random.integers(2, 300)))
    parting = some_moment(random, ticks, START + N_DAYS * DAY - 2 * 10**9)
    names = (f"ONE{number}", f"OTHER{number}")
    for name, columns in zip(names, (ticks, with_another_future(random, ticks, parting)), strict=True):
        ws.instrument_records.create(tl.InstrumentRecord(symbol=name, digits=5, kind="fx"))
        ws.write_ticks(name, columns, progress=False)
    moments = [parting, *(some_moment(random, ticks, parting) for _ in range(MOMENTS_PER_PAIR - 1))]
    return Pair(*names, ("utc", "session")[number % 2], moments)


def some_moment(random: np.random.Generator, ticks: Columns, latest: int) -> int:
    """A moment of any kind: a tick's own, a whole hour, where bars end, or any."""
    hour = 3_600 * 10**9
    anywhere = int(random.integers(START, latest + 1))
    kinds = (int(random.choice(ticks["timestamp"])), anywhere // hour * hour, anywhere)
    return min(kinds[random.integers(len(kinds))], latest)


def caught(stored: tuple[tl.Workspace, list[Pair]], answer: Answer) -> int:
    """In how many of the cases an answer depends on what came later."""
    ws, all_pairs = stored
    return sum(
        answer(ws, pair.one, pair.day, moment) != answer(ws, pair.other, pair.day, moment)
        for pair in all_pairs
        for moment in pair.moments
    )


@pytest.mark.parametrize("answer", [bars, flat_bars, available_bars, aligned])
def test_nothing_that_was_known_depends_on_what_came_later(
    pairs: tuple[tl.Workspace, list[Pair]], answer: Answer
) -> None:
    assert caught(pairs, answer) == 0


def test_a_join_on_open_times_looks_ahead_and_is_caught(pairs: tuple[tl.Workspace, list[Pair]]) -> None:
    assert caught(pairs, leaky) > N_CASES // 10


def test_an_answer_as_of_a_moment_is_what_was_available_of_everything(
    pairs: tuple[tl.Workspace, list[Pair]],
) -> None:
    """As long as ticks came later: only they show that a silence was one."""
    ws, all_pairs = pairs
    for pair in all_pairs:
        moment, last = pair.moments[0], int(ws.ticks(pair.other)["timestamp"][-1].astype("int64"))
        if moment <= last:
            complete = ws.bars_by_timeframe(pair.other, KINDS, as_of=moment, detail=True, day=pair.day)
            found = [line for table in complete.values() for line in lines(table)]
            assert found == available_bars(ws, pair.other, pair.day, moment)
