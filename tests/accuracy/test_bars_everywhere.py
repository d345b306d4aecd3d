"""Live, in a batch, by SQL and by pandas: bars are the same on a thousand random days and on the edges."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

# Test files are imported one by one; what they share lies beside them.
sys.path.insert(0, str(Path(__file__).parent))

from bar_oracles import (
    COLUMNS,
    SIDES,
    TIMEFRAMES,
    bars_in_points,
    is_told_apart,
    longer_bars,
    pandas_bars,
    sql_bars,
    ticks_in_points,
)
from random_days import DIGITS, EDGES, LAST_DAYS, edge, random_days

import tickloom as tl

if TYPE_CHECKING:
    from collections.abc import Iterator

N_SYMBOLS, DAYS_OF_A_SYMBOL = 50, 20
RANDOM = [f"RANDOM{n}" for n in range(N_SYMBOLS)]
OTHER_KINDS = ("1t", "100t", "50v", "10r", "500b")


@pytest.fixture(scope="module")
def ws() -> Iterator[tl.Workspace]:
    """All random days, and every edge as a symbol of its own; in memory, where there is such a folder."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder, tl.open(folder) as workspace:
        for seed, symbol in enumerate(RANDOM):
            columns = random_days(seed, DAYS_OF_A_SYMBOL)
            workspace.write_ticks(symbol, columns, digits=DIGITS, progress=False)
        for symbol, quotes in EDGES.items():
            report = workspace.write_ticks(symbol, edge(quotes), digits=DIGITS, progress=False)
            assert report.stored == len(quotes), symbol
        yield workspace


def test_a_thousand_days_are_stored(ws: tl.Workspace) -> None:
    days = [instrument.days for instrument in ws.instruments() if instrument.symbol in RANDOM]
    assert sum(days) == 1000


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("symbol", [*RANDOM, *EDGES])
def test_bars_of_time_are_those_of_pandas_and_of_sql(ws: tl.Workspace, symbol: str, side: str) -> None:
    ticks = ticks_in_points(ws.ticks(symbol), DIGITS)
    by_sql = sql_bars(ws, symbol, side, DIGITS)
    stored = ws.bars_by_timeframe(symbol, TIMEFRAMES, side=side, detail=True)
    for timeframe in TIMEFRAMES:
        bars = bars_in_points(stored[timeframe], side, DIGITS)
        expected = pandas_bars(ticks, timeframe, side)
        assert_frame_equal(
            bars, expected[bars.columns], check_dtype=False, check_exact=False, rtol=1e-14, atol=0
        )
        assert_frame_equal(bars[COLUMNS], expected[COLUMNS], check_dtype=False, check_exact=True)
        of_sql, told = by_sql[timeframe], is_told_apart(ticks, timeframe)
        for name in told:
            of_sql[name] = of_sql[name].where(told[name], bars[name])
        assert_frame_equal(bars[COLUMNS], of_sql, check_dtype=False, check_exact=True)


@pytest.mark.parametrize("symbol", [*RANDOM, *EDGES])
def test_live_bars_are_those_of_a_batch(ws: tl.Workspace, symbol: str) -> None:
    kinds = [*TIMEFRAMES, *OTHER_KINDS]
    stored = ws.bars_by_timeframe(symbol, kinds, side="mid", detail=True)
    for listener in (None, lambda tick: None):
        replay = ws.replay(symbol, timeframes=kinds, side="mid", capacity=30_000)
        replay.play(on_tick=listener)
        for kind in kinds:
            live = replay.state(symbol, kind, detail=True)
            for name in stored[kind].column_names:
                np.testing.assert_array_equal(live[name], stored[kind][name], err_msg=f"{kind} {name}")


@pytest.mark.parametrize("symbol", [*RANDOM[:10], *EDGES])
def test_bars_of_ticks_in_memory_and_one_by_one_are_those_of_stored_ticks(
    ws: tl.Workspace, symbol: str
) -> None:
    kinds = [*TIMEFRAMES, *OTHER_KINDS]
    ticks, stored = ws.ticks(symbol), ws.bars_by_timeframe(symbol, kinds, detail=True)
    in_memory = tl.bars(symbol, ticks, kinds, digits=DIGITS, detail=True)
    one_by_one = tl.MultiTimeframe(kinds, {symbol: DIGITS}, capacity=60_000)
    for time, *quote in zip(*(ticks[name].tolist() for name in ticks.column_names), strict=True):
        assert one_by_one.on_tick(symbol, time, *quote)
    for kind in kinds:
        live = one_by_one.state(symbol, kind)
        for name in stored[kind].column_names:
            np.testing.assert_array_equal(in_memory[kind][name], stored[kind][name], err_msg=f"{kind} {name}")
            np.testing.assert_array_equal(live[name], stored[kind][name], err_msg=f"{kind} {name}")


@pytest.mark.parametrize("side", SIDES)
def test_bars_of_the_last_days_of_all_are_those_of_pandas(side: str) -> None:
    """Of 2262, which no file may hold."""
    columns = edge(LAST_DAYS)
    found = tl.bars("LAST", columns, list(TIMEFRAMES), side=side, digits=DIGITS)
    ticks = pd.DataFrame(columns).rename(columns={"timestamp": "time"}).astype({"time": "int64"})
    ticks[["bid", "ask"]] = np.rint(ticks[["bid", "ask"]] * 10**DIGITS).astype("int64")
    for timeframe in TIMEFRAMES:
        bars = bars_in_points(found[timeframe], side, DIGITS)
        expected = pandas_bars(ticks, timeframe, side)[COLUMNS]
        assert_frame_equal(bars, expected, check_dtype=False, check_exact=True)


@pytest.mark.parametrize("symbol", [*RANDOM, *EDGES])
def test_no_tick_and_no_volume_is_lost_or_counted_twice(ws: tl.Workspace, symbol: str) -> None:
    ticks = ws.ticks(symbol)
    for side in ("bid", "ask"):
        expected = (len(ticks), float(ticks[f"{side}_volume"].astype("float64").sum()))
        for kind, bars in ws.bars_by_timeframe(symbol, [*TIMEFRAMES, *OTHER_KINDS], side=side).items():
            assert (int(bars["ticks"].sum()), float(bars["volume"].sum())) == expected, kind


@pytest.mark.parametrize("symbol", [*RANDOM, *EDGES])
def test_hours_of_minutes_by_way_of_five_minutes_are_hours(ws: tl.Workspace, symbol: str) -> None:
    bars = {name: bars_in_points(ws.bars(symbol, name), "bid", DIGITS) for name in ("1m", "5m", "1h")}
    five_minutes = longer_bars(bars["1m"], "5m")
    assert_frame_equal(five_minutes, bars["5m"], check_dtype=False, check_exact=True)
    assert_frame_equal(longer_bars(five_minutes, "1h"), bars["1h"], check_dtype=False, check_exact=True)


@pytest.mark.parametrize("kind", [*TIMEFRAMES, *OTHER_KINDS])
def test_no_ticks_are_no_bars(ws: tl.Workspace, kind: str) -> None:
    nothing = ws.bars("ONE", kind, "2019-02-05", "2019-02-06", detail=True)
    assert (len(nothing), pd.DataFrame(nothing.to_pandas()).empty) == (0, True)
    assert len(ws.bars("ONE", kind, as_of="2019-02-04T10:00:29.999", forming=True)) == 0
    with pytest.raises(tl.TickloomError, match="NONE is unknown"):
        ws.bars("NONE", kind)
