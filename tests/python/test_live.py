"""Bars kept tick by tick, in columns and as a batch are the same, and the same as those that are stored."""

from __future__ import annotations

import gc
import threading
import weakref
from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

import tickloom as tl
from tickloom.errors import (
    InvalidColumns,
    InvalidSnapshot,
    InvalidState,
    InvalidTick,
    InvalidTime,
    UnknownSymbol,
    UnreadableFile,
)

NINE = ("1m", "5m", "15m", "30m", "1h", "4h", "1d", "1w", "1mo")
KINDS = ("1m", "1h", "1d", "500t", "2000v", "10r", "5b")
SECOND = 10**9


def columns(table: tl.Table) -> dict[str, Any]:
    return table.to_numpy()


def same(left: tl.Table, right: tl.Table) -> bool:
    """Whether all columns are equal; a mean of nothing equals another."""
    pairs = zip(left.to_numpy().items(), right.to_numpy().items(), strict=True)
    return all(
        names == others and np.array_equal(array, other, equal_nan=array.dtype.kind == "f")
        for (names, array), (others, other) in pairs
    )


@pytest.fixture(scope="module")
def ticks(week: tl.Workspace) -> dict[str, Any]:
    """A day of the synthetic week, as arrays."""
    return columns(week.ticks("EURUSD", "2024-01-08", "2024-01-09"))


@pytest.mark.parametrize("side", ["bid", "ask", "mid"])
@pytest.mark.parametrize("day", ["utc", "session"])
def test_live_in_columns_and_as_a_batch_are_what_is_stored(week: tl.Workspace, side: str, day: str) -> None:
    ticks = columns(week.ticks("EURUSD"))
    stored = week.bars_by_timeframe("EURUSD", KINDS, side=side, day=day, forming=True, detail=True)
    batch = tl.bars("EURUSD", ticks, KINDS, side=side, day=day, detail=True)
    live = tl.MultiTimeframe(KINDS, side=side, day=day, capacity=100_000)
    live.on_ticks("EURUSD", ticks)
    for kind in KINDS:
        assert same(batch[kind], stored[kind]), kind
        assert same(live.state("EURUSD", kind), stored[kind]), kind


def test_one_by_one_is_the_same_as_in_columns(ticks: dict[str, Any]) -> None:
    by_tick, by_column = tl.MultiTimeframe(KINDS), tl.MultiTimeframe(KINDS)
    eurusd = by_tick["eurusd"]
    rows = zip(*(ticks[name].tolist() for name in ("bid", "ask", "bid_volume", "ask_volume")), strict=True)
    for time, row in zip(ticks["timestamp"].view("int64").tolist(), rows, strict=True):
        assert eurusd.on_tick(time, *row)
    by_column.on_ticks("EURUSD", ticks)
    assert by_tick.snapshot() == by_column.snapshot()
    assert all(same(by_tick.state("EURUSD", kind), by_column.state("EURUSD", kind)) for kind in KINDS)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(lambda ticks: ticks, id="arrays"),
        pytest.param(
            lambda ticks: {**ticks, "timestamp": ticks["timestamp"].view("int64")}, id="nanoseconds"
        ),
        pytest.param(
            lambda ticks: {**ticks, "bid": np.rint(ticks["bid"] * 1e5).astype("int64")}, id="points"
        ),
        pytest.param(lambda ticks: {**ticks, "bid_volume": ticks["bid_volume"].astype("float64")}, id="wide"),
        pytest.param(lambda ticks: {name: array.copy()[::1] for name, array in ticks.items()}, id="copies"),
        pytest.param(pa.table, id="pyarrow"),
        pytest.param(pl.DataFrame, id="polars"),
        pytest.param(lambda ticks: {name.title(): array for name, array in ticks.items()}, id="other names"),
    ],
)
def test_ticks_come_in_many_forms(ticks: dict[str, Any], given: Any) -> None:
    expected = tl.bars("EURUSD", ticks, "1m", detail=True)
    assert len(expected) == 1440
    assert same(tl.bars("EURUSD", given(ticks), "1m", detail=True), expected)


def test_volumes_may_be_missing_and_one_timeframe_gives_its_table() -> None:
    ticks = {"timestamp": np.array([0, SECOND]), "bid": np.array([1.1, 1.2]), "ask": np.array([1.2, 1.3])}
    made = tl.bars("EURUSD", ticks, "1m")
    assert isinstance(made, tl.Table)
    assert made["volume"].tolist() == [0.0]
    assert made.price_digits == 5
    assert made.column_names == ["open_time", "open", "high", "low", "close", "volume", "ticks"]


def test_late_ticks_are_dropped_with_a_warning_or_put_in_order() -> None:
    times = np.array([10, 20, 15, 30]) * SECOND
    ticks = {"timestamp": times, "bid": np.array([1.0, 2.0, 3.0, 4.0]), "ask": np.array([1.0, 2.0, 3.0, 4.0])}
    with pytest.warns(UserWarning, match="1 ticks came too late"):
        dropped = tl.bars("EURUSD", ticks, "1t")
    assert dropped["open"].tolist() == [1.0, 2.0, 4.0]
    for lateness in (5, 5.0, timedelta(seconds=5)):
        assert tl.bars("EURUSD", ticks, "1t", lateness=lateness)["open"].tolist() == [1.0, 3.0, 2.0, 4.0]


def test_what_is_held_is_told_as_of_the_watermark() -> None:
    mtf = tl.MultiTimeframe(["10s"], lateness=2)
    assert mtf.watermark("EURUSD") is None
    for second in (1, 9, 10, 8):
        assert mtf.on_tick("EURUSD", second * SECOND, 1.1, 1.2)
    assert not mtf.on_tick("EURUSD", 7 * SECOND, 1.1, 1.2)
    assert (mtf.watermark("EURUSD"), mtf.waiting("EURUSD"), mtf.dropped("EURUSD")) == (8 * SECOND, 2, 1)
    forming = mtf.forming("EURUSD", "10s")
    assert forming is not None
    assert (forming.ticks, forming.complete, forming.available_at) == (2, False, 10 * SECOND)
    mtf.advance(12 * SECOND)
    assert mtf.recent("EURUSD", "10s")["ticks"].tolist() == [3]


def test_a_bar_that_became_complete_is_told_once_and_reads_like_a_log(ticks: dict[str, Any]) -> None:
    told: list[tl.BarChange] = []
    mtf = tl.MultiTimeframe(["1h", "1d"], {"EURUSD": None, "XYZ": 2}, on_bar=told.append)
    mtf.on_ticks("EURUSD", ticks)
    mtf.advance("2024-01-09")
    assert [change.timeframe for change in told] == ["1h"] * 24 + ["1d"]
    hours = mtf.recent("EURUSD", "1h")
    assert [change.bar.close for change in told[:24]] == hours["close"].tolist()
    assert all(change.bar.complete and change.symbol == "EURUSD" for change in told)
    assert str(told[0]).startswith("EURUSD 1h completed 2024-01-08T00:00 o 1.")
    assert mtf.on_tick("xyz", "2024-01-10", 1.25, 1.5)
    assert len(told) == 25


def test_what_an_observer_raises_comes_through_and_the_state_goes_on(ticks: dict[str, Any]) -> None:
    def refuse(change: tl.BarChange) -> None:
        raise KeyError(change.timeframe)

    mtf = tl.MultiTimeframe(["1m"], on_bar=refuse)
    with pytest.raises(KeyError, match="1m"):
        mtf.on_ticks("EURUSD", ticks)
    known = len(mtf.recent("EURUSD", "1m"))
    assert known > 0
    with pytest.raises(KeyError, match="1m"):
        mtf.on_tick("EURUSD", "2024-01-10", 1.1, 1.2)
    assert len(mtf.recent("EURUSD", "1m")) == known + 1


def test_a_state_and_its_observer_are_forgotten_together() -> None:
    class Holder:
        mtf: tl.MultiTimeframe

        def on_bar(self, change: tl.BarChange) -> None: ...

    holder = Holder()
    holder.mtf = tl.MultiTimeframe(["1m"], on_bar=holder.on_bar)
    gone = weakref.ref(holder)
    del holder
    gc.collect()
    assert gone() is None


def test_a_restored_state_goes_on_as_if_it_had_not_stopped(ticks: dict[str, Any]) -> None:
    half = len(ticks["bid"]) // 2
    first = {name: array[:half] for name, array in ticks.items()}
    second = {name: array[half:] for name, array in ticks.items()}
    whole, stopped = tl.MultiTimeframe(KINDS, capacity=50), tl.MultiTimeframe(KINDS, capacity=50)
    whole.on_ticks("EURUSD", first)
    stopped.restore(whole.snapshot())
    for state in (whole, stopped):
        state.on_ticks("EURUSD", second)
    assert stopped.snapshot() == whole.snapshot()


def test_a_snapshot_that_is_none_leaves_the_state_as_it_was(ticks: dict[str, Any]) -> None:
    mtf = tl.MultiTimeframe(["1m"])
    mtf.on_ticks("EURUSD", ticks)
    before = mtf.snapshot()
    other = tl.MultiTimeframe(["5m"]).snapshot()
    for wrong, code in [
        (b"", "mtf.snapshot_damaged"),
        (before[:-1], "mtf.snapshot_damaged"),
        (before[:8] + b"\xff" + before[9:], "mtf.snapshot_version"),
        (other, "mtf.snapshot_differs"),
    ]:
        with pytest.raises(InvalidSnapshot) as refused:
            mtf.restore(wrong)
        assert refused.value.code == code
    assert mtf.snapshot() == before


def test_what_is_no_tick_is_refused_with_its_place() -> None:
    mtf = tl.MultiTimeframe(["1m"])
    good = {"timestamp": np.array([0, 1]), "bid": np.array([1.1, 1.2]), "ask": np.array([1.1, 1.2])}
    for wrong, said in [
        ({**good, "bid": np.array([1.1, 1.234567])}, "row 1: bid 1.234567"),
        ({**good, "ask": np.array([np.nan, 1.1])}, "row 0: ask NaN"),
        ({**good, "bid_volume": np.array([1.0, -1.0])}, "row 1: bid_volume -1"),
    ]:
        with pytest.raises(InvalidTick, match=said):
            mtf.on_ticks("EURUSD", wrong)
    with pytest.raises(InvalidColumns, match="2 times and 1 values"):
        mtf.on_ticks("EURUSD", {**good, "ask": np.array([1.1])})
    table = pa.table({**good, "timestamp": good["timestamp"].view("M8[ns]"), "bid": [1.1, 1.234567]})
    with pytest.raises(UnreadableFile, match="row 2 of the table is no tick: bid"):
        mtf.on_ticks("EURUSD", table)
    for bid, ask, volume in [(1.234567, 1.3, 1.0), (1.2, float("inf"), 1.0), (1.2, 1.3, -1.0)]:
        with pytest.raises(InvalidTick):
            mtf.on_tick("EURUSD", 5, bid, ask, volume)
    with pytest.raises(InvalidTime):
        mtf.on_tick("EURUSD", 5.5, 1.1, 1.2)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        mtf.on_ticks("EURUSD", {**good, "bid": np.array(["1.1", "1.2"])})
    with pytest.raises(TypeError):
        mtf.on_ticks("EURUSD", [1, 2, 3])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"timeframes": []}, "mtf.empty"),
        ({"symbols": []}, "mtf.empty"),
        ({"timeframes": ["1m", "M1"]}, "mtf.repeated"),
        ({"timeframes": [f"{n}t" for n in range(1, 66)]}, "mtf.too_many"),
        ({"capacity": 0}, "mtf.capacity_invalid"),
        ({"lateness": -1}, "mtf.lateness_invalid"),
        ({"held": 0}, "mtf.lateness_invalid"),
        ({"symbols": ["AAPL.US"]}, "mtf.digits_needed"),
        ({"timeframes": [f"{n}t" for n in range(1, 65)], "capacity": 10**7}, "mtf.too_large"),
    ],
)
def test_what_no_state_can_be_made_for_is_refused(options: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidState) as refused:
        tl.MultiTimeframe(**options)
    assert refused.value.code == code


def test_a_state_says_what_it_was_made_for() -> None:
    mtf = tl.MultiTimeframe(["M5", "100t"], {"EURUSD": None, "AAPL.US": 2}, capacity=10)
    assert (mtf.symbols, mtf.timeframes) == (["EURUSD", "AAPL.US"], ["5m", "100t"])
    assert mtf.memory == 2 * 2 * 10 * 96
    assert repr(mtf) == "<tickloom bars of EURUSD AAPL.US in 5m 100t>"
    with pytest.raises(UnknownSymbol, match=r"made for EURUSD AAPL\.US"):
        mtf["USDJPY"]
    with pytest.raises(InvalidState, match="made for 5m 100t"):
        mtf.forming("EURUSD", "1m")
    with pytest.raises(ValueError, match="-1 bars"):
        mtf.state("EURUSD", "5m", -1)


def test_threads_share_a_state(ticks: dict[str, Any]) -> None:
    symbols = ["EURUSD", "GBPUSD", "AUDUSD", "NZDUSD"]
    together, one = tl.MultiTimeframe(NINE, symbols), tl.MultiTimeframe(NINE)
    threads = [threading.Thread(target=together.on_ticks, args=(symbol, ticks)) for symbol in symbols]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    one.on_ticks("EURUSD", ticks)
    for symbol in symbols:
        for timeframe in NINE:
            assert same(together.state(symbol, timeframe), one.state("EURUSD", timeframe))
