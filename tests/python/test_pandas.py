"""Tables become the same pandas frames in pandas 2.3 and 3: run this file under either."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from tickloom.errors import InvalidTime
from tickloom.times import nanos

if TYPE_CHECKING:
    import tickloom as tl


def test_times_are_nanoseconds_in_utc_and_all_else_is_what_numpy_has(week: tl.Workspace) -> None:
    for table in (week.ticks("EURUSD"), week.bars("EURUSD", "1h")):
        frame, columns = table.to_pandas(), table.to_numpy()
        time, *others = columns
        assert list(frame.columns) == table.column_names
        assert str(frame.dtypes[time]) == "datetime64[ns, UTC]"
        assert frame[time].astype("int64").tolist() == columns[time].astype("int64").tolist()
        for name in others:
            assert frame.dtypes[name] == columns[name].dtype
            np.testing.assert_array_equal(frame[name], columns[name])


def test_a_frame_is_the_user_s_own(week: tl.Workspace) -> None:
    bars = week.bars("EURUSD", "1h")
    frame = bars.to_pandas()
    frame.loc[0, "close"] = 0.0
    assert bars["close"][0] != 0.0


def test_times_of_sql_are_utc_where_they_have_a_zone_and_nanoseconds_where_they_fit(
    week: tl.Workspace,
) -> None:
    frame = week.sql(
        "SELECT max(timestamp) AS moment, TIMESTAMP '2019-02-04' AS plain, NULL::TIMESTAMPTZ AS gap "
        "FROM ticks"
    ).to_pandas()
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert kinds == {"moment": "datetime64[ns, UTC]", "plain": "datetime64[ns]", "gap": "datetime64[ns, UTC]"}
    assert frame["moment"][0].nanosecond == 0
    assert pd.isna(frame["gap"][0])


def test_an_empty_table_is_an_empty_frame_with_its_types(week: tl.Workspace) -> None:
    frame = week.ticks("EURUSD", "2030-01-01").to_pandas()
    assert (len(frame), str(frame.dtypes["timestamp"])) == (0, "datetime64[ns, UTC]")


def test_resampling_ticks_in_pandas_gives_the_same_bars(week: tl.Workspace) -> None:
    ticks = week.ticks("EURUSD", "2024-01-09", "2024-01-10").to_pandas().set_index("timestamp")
    resampled = ticks["bid"].resample("1h").ohlc()
    bars = week.bars("EURUSD", "1h", "2024-01-09", "2024-01-10").to_pandas().set_index("open_time")
    assert len(bars) == 24
    for name in ("open", "high", "low", "close"):
        np.testing.assert_array_equal(resampled[name], bars[name])


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (pd.Timestamp("2019-02-04T00:00:00.000000123"), 1549238400000000123),
        (pd.Timestamp("1969-12-31T23:59:59.999999999"), -1),
        (pd.Timestamp("2019-02-04", tz="Europe/Berlin"), 1549234800000000000),
        (pd.Timestamp("2019-02-04").as_unit("s"), 1549238400000000000),
        (np.datetime64("2019-02-04"), 1549238400000000000),
        (np.int64(7), 7),
    ],
)
def test_timestamps_are_taken_to_the_nanosecond(moment: pd.Timestamp, expected: int) -> None:
    assert nanos(moment) == expected


@pytest.mark.parametrize(
    "moment", [pd.NaT, np.datetime64("NaT"), np.datetime64("9999-01-01"), pd.Timestamp("1600-01-01")]
)
def test_no_moment_and_too_far_ones_are_refused(moment: pd.Timestamp) -> None:
    with pytest.raises(InvalidTime):
        nanos(moment)


def test_timestamps_are_parameters_of_queries(week: tl.Workspace) -> None:
    start = pd.Timestamp("2024-01-12", tz="UTC")
    counted = week.sql("SELECT count(*) AS n FROM ticks WHERE timestamp >= ?", [start])["n"][0]
    assert counted == len(week.ticks("EURUSD", start)) > 0
