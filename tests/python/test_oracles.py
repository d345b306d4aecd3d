"""Bars and ticks are equal to the providers' own, in every bar and tick of the real files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from oracle import Bar, Tick, bars_of, candles, eurusd_day, lean_bars, lean_rows

import tickloom as tl
from tickloom.times import nanos

if TYPE_CHECKING:
    from pathlib import Path

MONDAY = datetime(2019, 2, 4, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
EURUSD = "dukascopy-bi5/EURUSD/2019"


@pytest.mark.parametrize(
    ("timeframe", "side", "file", "period", "count"),
    [
        ("1m", "bid", "01/04/BID_candles_min_1.bi5", MONDAY, 1440),
        ("1m", "ask", "01/04/ASK_candles_min_1.bi5", MONDAY, 1440),
        ("1h", "bid", "01/BID_candles_hour_1.bi5", datetime(2019, 2, 1, tzinfo=UTC), 24),
        ("1d", "bid", "BID_candles_day_1.bi5", datetime(2019, 1, 1, tzinfo=UTC), 1),
    ],
)
def test_bars_of_the_ticks_are_the_provider_s_candles(
    day: tl.Workspace, data: Path, timeframe: str, side: str, file: str, period: datetime, count: int
) -> None:
    published = candles(data / EURUSD / file, period, 100_000)
    start, end = nanos(MONDAY), nanos(TUESDAY)
    expected = [bar for bar in published if start <= bar.open_time < end]
    table = day.bars("EURUSD", timeframe, side=side)
    assert len(expected) == count
    assert bars_of(table) == expected
    np.testing.assert_allclose(table["volume"], [published[bar] for bar in expected], rtol=1e-6, atol=0)


LEAN = [("oanda", "20140502", 0), ("oanda", "20140504", 0), ("fxcm", "20140504", 5)]


@pytest.fixture(scope="module", params=LEAN, ids=lambda case: f"{case[0]}-{case[1]}")
def lean_day(
    request: pytest.FixtureRequest, data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[tl.Workspace, Path, str, timedelta]:
    """A day of LEAN's ticks, imported as bid-first CSV in UTC."""
    market, date, hours = request.param
    folder = data / "lean/forex" / market
    offset = timedelta(hours=hours)
    scratch = tmp_path_factory.mktemp(f"{market}{date}")
    ticks = scratch / "ticks.csv"
    rows = lean_rows(folder / f"tick/eurusd/{date}_quote.zip", offset)
    lines = (f"{np.datetime64(time, 'ns')}Z,{bid},{ask}\n" for time, (bid, ask) in rows)
    ticks.write_text("timestamp,bid,ask\n" + "".join(lines))
    workspace = tl.open(scratch / "home")
    report = workspace.import_ticks("EURUSD", ticks, progress=False)
    assert report.outcome == "done"
    return workspace, folder, date, offset


@pytest.mark.parametrize("side", ["bid", "ask"])
@pytest.mark.parametrize(("timeframe", "resolution"), [("1s", "second"), ("1m", "minute")])
def test_bars_of_the_ticks_are_lean_s_bars(
    lean_day: tuple[tl.Workspace, Path, str, timedelta], timeframe: str, resolution: str, side: str
) -> None:
    workspace, folder, date, offset = lean_day
    expected = lean_bars(folder / f"{resolution}/eurusd/{date}_quote.zip", offset, side)
    assert len(expected) > 100
    assert bars_of(workspace.bars("EURUSD", timeframe, side=side)) == expected


def test_mid_bars_of_the_ticks_are_another_tool_s_bars(ws: tl.Workspace, data: Path) -> None:
    report = ws.import_ticks("CADJPY", data / "dukascopy-csv/CADJPY_tick.csv", progress=False)
    expected = []
    for line in (data / "dukascopy-csv/cadjpy_m1.csv").read_text().split():
        date, clock, *cells = line.split(",")
        open_time = nanos(f"{date.replace('.', '-')}T{clock}")
        expected.append(Bar(open_time, *map(float, cells[:4])))
    found = bars_of(ws.bars("CADJPY", "1m", side="mid"))
    assert (report.outcome, report.stored, len(expected)) == ("done", 52_948, 1440)
    assert found == expected


def test_an_iso_export_is_imported_row_by_row(ws: tl.Workspace, data: Path) -> None:
    path = data / "dukascopy-csv/EURUSD_2020_iso8601.csv"
    assert ws.import_ticks("EURUSD", path, progress=False).stored == 499
    rows = [line.split(",") for line in path.read_text().splitlines()[1:]]
    ticks = ws.ticks("EURUSD")
    assert ticks["ask"].tolist() == [float(ask) for _, ask, _ in rows]
    assert ticks["bid"].tolist() == [float(bid) for *_, bid in rows]
    assert ticks["timestamp"].astype("int64").tolist() == [nanos(time) for time, *_ in rows]


def test_the_ticks_of_the_day_are_those_of_the_files(day: tl.Workspace, data: Path) -> None:
    expected = eurusd_day(data)
    columns = day.ticks("EURUSD").to_numpy()
    assert columns["timestamp"].astype("int64").tolist() == [tick.time for tick in expected]
    assert np.rint(columns["bid"] * 1e5).astype(int).tolist() == [tick.bid for tick in expected]
    assert columns["ask"].tolist() == [tick.ask / 100_000 for tick in expected]
    assert columns["bid_volume"].tolist() == [tick.bid_volume for tick in expected]
    assert columns["ask_volume"].tolist() == [tick.ask_volume for tick in expected]


@pytest.fixture(scope="module")
def as_csv(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real day as a CSV file that this test writes itself."""
    path = tmp_path_factory.mktemp("csv") / "EURUSD.csv"
    lines = "".join(map(_line, eurusd_day(data)))
    path.write_text("Time,Bid,Ask,BidVolume,AskVolume\n" + lines)
    return path


def _line(tick: Tick) -> str:
    volumes = (_shortest(volume) for volume in (tick.bid_volume, tick.ask_volume))
    prices = (f"{points / 100_000:.5f}" for points in (tick.bid, tick.ask))
    return f"{np.datetime64(tick.time, 'ns')}Z,{','.join((*prices, *volumes))}\n"


def _shortest(volume: float) -> str:
    return np.format_float_positional(np.float32(volume), unique=True, trim="-")


@pytest.mark.parametrize(
    "calls",
    [
        [["csv"]],
        [["bi5", "csv"]],
        [["csv", "bi5"]],
        [["bi5"], ["csv"]],
        [["csv"], ["bi5"]],
        [["csv"], ["csv"], ["bi5"], ["bi5"]],
    ],
    ids=str,
)
def test_a_day_is_the_same_ticks_in_whichever_format_and_order_it_comes(
    ws: tl.Workspace, day: tl.Workspace, data: Path, as_csv: Path, calls: list[list[str]]
) -> None:
    paths = {"csv": as_csv, "bi5": data / "dukascopy-bi5/EURUSD"}
    reports = [ws.import_ticks("EURUSD", [paths[name] for name in names], progress=False) for names in calls]
    (expected,), (found,) = day.instruments(), ws.instruments()
    assert {report.outcome for report in reports} == {"done"}
    assert [report.stored for report in reports] == [expected.ticks] + [0] * (len(calls) - 1)
    assert (found.ticks, found.content_hash) == (expected.ticks, expected.content_hash)
    for column in ("timestamp", "bid", "ask", "bid_volume", "ask_volume"):
        np.testing.assert_array_equal(ws.ticks("EURUSD")[column], day.ticks("EURUSD")[column])
