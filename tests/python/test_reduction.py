"""Charts of fewer points, out of arrays of every kind that hold times and numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tickloom as tl
from tickloom.errors import InvalidColumns, InvalidRange

SECONDS = np.arange(10, dtype="int64") * 1_000_000_000
VALUES = np.array([5, 7, 1, 7, 5, 1, 1, 1, 1, 2])


def test_each_bucket_keeps_its_first_lowest_highest_and_last() -> None:
    assert tl.reduce(SECONDS, VALUES, 1).tolist() == [0, 1, 2, 9]
    kept = tl.reduce(SECONDS, VALUES, 2, start=0, end="1970-01-01T00:00:10Z")
    assert (kept.tolist(), kept.dtype) == ([0, 1, 2, 4, 5, 9], np.dtype("int64"))


@pytest.mark.parametrize(
    "times",
    [
        SECONDS.astype("datetime64[ns]"),
        SECONDS.astype("datetime64[ns]").astype("datetime64[s]"),
        SECONDS.astype("uint64"),
        SECONDS.tolist(),
        np.repeat(SECONDS, 2)[::2],
        pd.Series(pd.to_datetime(SECONDS, utc=True)),
        pd.to_datetime(SECONDS).tz_localize("Asia/Tokyo").tz_convert("UTC") + pd.Timedelta(hours=9),
        pl.Series(SECONDS).cast(pl.Datetime("ns")),
        pa.array(SECONDS, pa.timestamp("ns", "UTC")),
    ],
    ids=["nanos", "seconds", "unsigned", "list", "strides", "pandas", "index", "polars", "pyarrow"],
)
def test_times_may_come_as_every_library_has_them(times: Any) -> None:
    assert tl.reduce(times, VALUES, 2, 0, 10_000_000_000).tolist() == [0, 1, 2, 4, 5, 9]


@pytest.mark.parametrize("dtype", ["int8", "uint16", "int64", "uint64", "float32", "float64", ">f8"])
def test_values_may_be_numbers_of_any_size(dtype: str) -> None:
    assert tl.reduce(SECONDS, VALUES.astype(dtype), 1).tolist() == [0, 1, 2, 9]


def test_no_points_stay_none() -> None:
    nothing = np.array([], dtype="int64")
    assert tl.reduce(nothing, nothing, 5).tolist() == tl.reduce(SECONDS, VALUES, 5, end=0).tolist() == []


@pytest.mark.parametrize(
    ("times", "values", "width", "code"),
    [
        ([1, 2], [1, 2], 0, "columns.no_width"),
        ([1, 2], [1, 2], -3, "columns.no_width"),
        ([1, 2], [1], 5, "columns.lengths_differ"),
        ([2, 1], [1, 2], 5, "columns.disordered"),
    ],
)
def test_what_makes_no_chart_is_refused(times: list[int], values: list[int], width: int, code: str) -> None:
    with pytest.raises(InvalidColumns) as raised:
        tl.reduce(times, values, width, 0, 9)
    assert raised.value.code == code


def test_what_holds_no_numbers_is_refused() -> None:
    with pytest.raises(TypeError, match="values are numbers, not bool"):
        tl.reduce([1], [True], 1)
    with pytest.raises(TypeError, match="times are datetime64 or whole nanoseconds, not float64"):
        tl.reduce([1.5], [1], 1)
    with pytest.raises(TypeError, match="one dimension, not 2"):
        tl.reduce([[1, 2]], [[1, 2]], 1, 0, 9)
    with pytest.raises(InvalidRange):
        tl.reduce([1], [1], 1, 9, 0)


@given(
    st.lists(st.tuples(st.integers(0, 5), st.floats(-9, 9) | st.just(np.nan)), max_size=60),
    st.integers(1, 12),
)
def test_no_extreme_is_hidden(steps: list[tuple[int, float]], width: int) -> None:
    times = np.cumsum([gap for gap, _ in steps], dtype="int64")
    values = np.array([value for _, value in steps])
    length = int(times[-1]) + 1 if len(times) else 1
    kept = tl.reduce(times, values, width, 0, length)
    buckets = times * width // length
    for bucket in np.unique(buckets[~np.isnan(values)]):
        inside = np.flatnonzero((buckets == bucket) & ~np.isnan(values))
        needed = {inside[0], inside[-1], inside[values[inside].argmin()], inside[values[inside].argmax()]}
        assert needed == {*kept[buckets[kept] == bucket]}


def test_a_table_of_ticks_keeps_the_extremes_of_both_sides(week: tl.Workspace) -> None:
    ticks = week.ticks("EURUSD")
    few = ticks.reduce(100)
    assert 200 <= len(few) <= 800
    for side in ("bid", "ask"):
        assert (few[side].min(), few[side].max()) == (ticks[side].min(), ticks[side].max())
        kept = tl.reduce(ticks["timestamp"], ticks[side], 100)
        assert {*ticks["timestamp"][kept]} <= {*few["timestamp"]}


def test_bars_of_one_pixel_become_one(week: tl.Workspace) -> None:
    minutes = week.bars("EURUSD", "1m", "2024-01-08", "2024-01-09")
    hours = week.bars("EURUSD", "1h", "2024-01-08", "2024-01-09")
    few = minutes.reduce(24, "2024-01-08", "2024-01-09").to_numpy()
    volume = few.pop("volume")
    assert volume.tolist() == pytest.approx(hours["volume"].tolist(), rel=1e-12)
    assert {name: values.tolist() for name, values in few.items()} == {
        name: hours[name].tolist() for name in few
    }


def test_only_ticks_and_bars_can_be_drawn(week: tl.Workspace) -> None:
    with pytest.raises(InvalidColumns) as raised:
        week.sql("SELECT 1 AS a").reduce(9)
    assert raised.value.code == "columns.no_prices"
    with pytest.raises(InvalidColumns, match="0 pixels"):
        week.ticks("EURUSD").reduce(0)
    with pytest.raises(InvalidRange):
        week.ticks("EURUSD").reduce(9, 5, 4)
