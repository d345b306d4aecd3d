"""A workspace is opened, shared inside a process, refused to others, and closed for good."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import tickloom as tl
from tickloom.errors import (
    InvalidRange,
    InvalidSide,
    InvalidSymbol,
    InvalidTime,
    InvalidTimeframe,
    StoreClosed,
    StoreOwned,
    StoreUnusable,
    UnknownSymbol,
)
from tickloom.home import resolve

if TYPE_CHECKING:
    from tickloom.times import Moment

OPEN = "import sys, tickloom; tickloom.open(sys.argv[1]).close()"
OWN = "import sys, tickloom; w = tickloom.open(sys.argv[1]); print('open', flush=True); sys.stdin.read()"


def python(program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Another process."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_second_workspace_in_the_process_shares_the_store(ws: tl.Workspace) -> None:
    with tl.open(ws.home) as second:
        second.positions.create(
            tl.Position(id="p", account="a", symbol="EURUSD", quantity=1.0, average_price=1.0, updated=0)
        )
    assert ws.positions.get("p") is not None


def test_a_second_process_is_refused_with_the_owner_s_number(own: tl.Workspace) -> None:
    refused = python(OPEN, own.home)
    assert refused.returncode != 0
    assert f"process {os.getpid()}" in refused.stderr
    assert "StoreOwned" in refused.stderr


def test_the_home_is_free_again_when_its_last_workspace_is_closed(own: tl.Workspace) -> None:
    second = tl.open(own.home)
    own.close()
    assert python(OPEN, second.home).returncode != 0
    second.close()
    assert python(OPEN, second.home).returncode == 0


def test_this_process_is_refused_while_another_owns_the_home(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OWN, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "open\n"
        with pytest.raises(StoreOwned, match=f"process {owner.pid}") as refused:
            tl.open(tmp_path)
        owner.communicate()
    assert refused.value.code == "store.owned"
    tl.open(tmp_path).close()


def test_a_home_that_was_open_here_before_is_refused_at_once_as_any_other_is(tmp_path: Path) -> None:
    tl.open(tmp_path).close()
    command = [sys.executable, "-c", OWN, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdin is not None
        assert owner.stdout is not None
        assert owner.stdout.readline() == "open\n"
        # Whoever waited for it would find the home free.
        ends = threading.Timer(3, owner.stdin.close)
        ends.start()
        with pytest.raises(StoreOwned):
            tl.open(tmp_path)
        ends.cancel()
        owner.communicate()


def test_after_closing_every_call_is_refused(ws: tl.Workspace) -> None:
    ws.close()
    ws.close()
    calls = [
        lambda: ws.ticks("EURUSD"),
        lambda: ws.bars("EURUSD", "1h"),
        lambda: ws.sql("SELECT 1"),
        lambda: ws.import_ticks("EURUSD", "."),
        ws.positions.list,
        lambda: ws.positions.delete("p"),
        lambda: ws.days_with_ticks("EURUSD"),
        lambda: ws.instrument("EURUSD"),
        ws.instruments,
        ws.health,
    ]
    for call in calls:
        with pytest.raises(StoreClosed, match="open it again"):
            call()
    assert ws.closed
    assert repr(ws).endswith(", closed>")


def test_a_table_outlives_its_workspace(sample: Path, tmp_path: Path) -> None:
    with tl.open(tmp_path) as ws:
        ws.import_ticks("EURUSD", sample / "EURUSD/2024/00/07", progress=False)
        ticks = ws.ticks("EURUSD")
    assert len(ticks.to_numpy()["bid"]) == len(ticks) > 1_000


def test_ranges_are_half_open_and_take_times_as_people_write_them(week: tl.Workspace) -> None:
    hour = week.bars("EURUSD", "1h", "2024-01-08T09:00", "2024-01-08T10:00")
    assert len(hour) == 1
    days: list[tuple[Moment, Moment]] = [
        (date(2024, 1, 8), date(2024, 1, 9)),
        (datetime(2024, 1, 8), datetime(2024, 1, 9, tzinfo=UTC)),  # noqa: DTZ001 - naive times are UTC
        (1704672000000000000, "2024-01-09T01:00+01:00"),
    ]
    for start, end in days:
        assert len(week.bars("EURUSD", "1h", start, end)) == 24
    assert len(week.bars("EURUSD", "1h", "2024-01-08", "2024-01-08")) == 0


@pytest.mark.parametrize("side", ["bid", "ask", "mid"])
def test_bars_of_many_timeframes_are_those_of_each(week: tl.Workspace, side: str) -> None:
    spans = [(None, None), ("2024-01-08T09:30", "2024-01-11")]
    for start, end in spans:
        together = week.bars_by_timeframe("EURUSD", start=start, end=end, side=side)
        assert list(together) == ["1m", "5m", "15m", "30m", "1h", "4h", "1d", "1w", "1mo"]
        odd = week.bars_by_timeframe("EURUSD", ["7h", "90s", "2d"], start, end, side)
        for timeframe, table in {**together, **odd}.items():
            alone = week.bars("EURUSD", timeframe, start, end, side)
            assert table.to_arrow().equals(alone.to_arrow()), timeframe
    assert week.bars_by_timeframe("EURUSD", []) == {}


def test_bars_are_made_of_all_their_ticks_also_outside_the_range(week: tl.Workspace) -> None:
    (whole,) = week.bars("EURUSD", "1d", "2024-01-08", "2024-01-09").cells(0, 1)
    assert week.bars("EURUSD", "1d", "2024-01-08", "2024-01-08T00:01").cells(0, 1) == [whole]


def test_metatrader_s_names_and_lower_case_symbols_are_taken(week: tl.Workspace) -> None:
    assert week.bars("eurusd", "H4").cells(0, 99) == week.bars("EURUSD", "4h").cells(0, 99)


@pytest.mark.parametrize(
    ("arguments", "error", "code"),
    [
        (("GBPUSD", "1h"), UnknownSymbol, "symbol.unknown"),
        (("../../etc", "1h"), InvalidSymbol, "symbol.invalid"),
        (("EURUSD", "1y"), InvalidTimeframe, "timeframe.invalid"),
        (("EURUSD", "1h", "yesterday"), InvalidTime, "time.invalid"),
        (("EURUSD", "1h", "2024-01-09", "2024-01-08"), InvalidRange, "time.range_invalid"),
        (("EURUSD", "1h", None, None, "last"), InvalidSide, "side.invalid"),
    ],
)
def test_what_means_nothing_is_refused(
    week: tl.Workspace, arguments: tuple[str, ...], error: type[tl.TickloomError], code: str
) -> None:
    with pytest.raises(error) as refused:
        week.bars(*arguments)
    assert refused.value.code == code


def test_health_counts_what_is_stored(week: tl.Workspace) -> None:
    health = week.health()
    (eurusd,) = week.instruments()
    assert (health.symbols, health.partitions, health.ticks) == (1, eurusd.days, eurusd.ticks)
    assert (
        health.tick_bytes == eurusd.bytes == sum(path.stat().st_size for path in week.home.rglob("*.parquet"))
    )
    assert eurusd.bytes_per_tick < 5
    assert (health.home, health.is_good, health.damaged, health.set_aside) == (str(week.home), True, (), ())
    assert health.free_bytes > 0


def test_health_names_a_damaged_file(sample: Path, ws: tl.Workspace) -> None:
    ws.import_ticks("EURUSD", sample / "EURUSD/2024/00/07", progress=False)
    (file,) = ws.home.rglob("*.parquet")
    file.write_bytes(b"PAR1 and then nothing")
    health = ws.health()
    assert [Path(damaged.path).parent for damaged in health.damaged] == [file.parent]
    assert not health.is_good


def test_days_with_ticks_are_dates(week: tl.Workspace) -> None:
    assert week.days_with_ticks("EURUSD") == [date(2024, 1, day) for day in range(7, 13)]
    assert week.days_with_ticks("EURUSD", "2024-01-08", "2024-01-09") == [date(2024, 1, 8)]


def test_a_home_that_is_a_file_is_unusable(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    with pytest.raises(StoreUnusable) as refused:
        tl.open(tmp_path / "home")
    assert refused.value.code == "store.home_invalid"


def test_the_home_is_what_is_given_or_named_or_the_platform_s(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TICKLOOM_HOME", str(tmp_path))
    assert resolve("here") == Path("here")
    assert resolve() == tmp_path
    assert resolve("~/ticks") == Path.home() / "ticks"
    monkeypatch.setenv("TICKLOOM_HOME", "")
    assert resolve().name == "tickloom"
