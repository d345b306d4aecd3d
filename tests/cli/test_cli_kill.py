"""SIGKILL in the midst of imports: whatever the moment, the same command finishes the work."""

import random
import signal
import time
from pathlib import Path

import pyarrow.parquet
import pytest
from hostile import many_days
from running import Running, Tickloom

DAYS, TICKS_A_DAY = 120, 25_000


def test_kills_lose_and_double_nothing(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """Homes that are killed until they are whole, as many as all the kills take, end up alike."""
    kills: int = pytestconfig.getoption("--kills")
    file = many_days(tmp_path / "days.csv", DAYS, TICKS_A_DAY)
    moments = random.Random(20190204)
    whole = Tickloom(tmp_path / "whole")
    whole.good("import", "EURUSD", file)
    expected = _whole(whole)

    landed = homes = 0
    while landed < kills:
        homes += 1
        assert homes <= kills, "an import must come to be killed before its end"
        tickloom = Tickloom(tmp_path / f"killed-{homes}")
        while landed < kills and _killed(tickloom, file, moments):
            landed += 1
        tickloom.good("import", "EURUSD", file)
        assert _whole(tickloom) == expected


def _killed(tickloom: Tickloom, file: Path, moments: random.Random) -> bool:
    """Kills an import some milliseconds after its first new file; tells whether that came before its end."""
    running = tickloom.start("import", "EURUSD", file)
    _wait_for_a_new_file(tickloom.home, running)
    time.sleep(moments.uniform(0, 0.05))
    running.send(signal.SIGKILL)
    return running.finish().code == -signal.SIGKILL


def _wait_for_a_new_file(home: Path, running: Running) -> None:
    before = _count(home)
    while running.is_alive and _count(home) == before:
        time.sleep(0.001)


def _count(home: Path) -> int:
    return sum(1 for _ in home.glob("ticks/*/*/*.parquet"))


def _whole(tickloom: Tickloom) -> str:
    """The content hash of a home in which every tick is there once, and catalogue and files agree."""
    checks, (stored,) = tickloom.state()
    assert [check for check in checks.values() if check["status"] != "ok"] == []
    assert _rows_in_files(tickloom.home) == [TICKS_A_DAY] * DAYS
    assert (stored["ticks"], stored["days"]) == (DAYS * TICKS_A_DAY, DAYS)
    counted = "SELECT count(*) AS n, count(DISTINCT timestamp) AS moments FROM ticks"
    assert tickloom.good("sql", counted, "--json").json == [
        {"n": DAYS * TICKS_A_DAY, "moments": DAYS * TICKS_A_DAY}
    ]
    return str(stored["content_hash"])


def _rows_in_files(home: Path) -> list[int]:
    files = sorted(home.glob("ticks/*/*/*"))
    return [pyarrow.parquet.ParquetFile(file).metadata.num_rows for file in files]
