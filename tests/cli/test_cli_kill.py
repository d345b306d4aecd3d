"""SIGKILL in the midst of imports: whatever the moment, the same command finishes the work."""

import random
import signal
import time
from pathlib import Path

import pyarrow.parquet
from hostile import many_days
from running import Running, Tickloom

KILLS = 25
DAYS, TICKS_A_DAY = 120, 25_000


def test_25_kills_lose_and_double_nothing(tickloom: Tickloom, tmp_path: Path) -> None:
    """Every tick is there once, catalogue and files agree, and an uninterrupted import gives the same."""
    file = many_days(tmp_path / "days.csv", DAYS, TICKS_A_DAY)
    moments = random.Random(20190204)
    cut_short = sum(_killed(tickloom, file, moments) for _ in range(KILLS))
    assert cut_short >= KILLS * 3 // 5, "most kills should come before the end"

    tickloom.good("import", "EURUSD", file)
    checks, (stored,) = tickloom.state()
    assert [check for check in checks.values() if check["status"] != "ok"] == []
    assert _rows_in_files(tickloom.home) == [TICKS_A_DAY] * DAYS
    assert (stored["ticks"], stored["days"]) == (DAYS * TICKS_A_DAY, DAYS)
    counted = "SELECT count(*) AS n, count(DISTINCT timestamp) AS moments FROM ticks"
    assert tickloom.good("sql", counted, "--json").json == [
        {"n": DAYS * TICKS_A_DAY, "moments": DAYS * TICKS_A_DAY}
    ]

    whole = Tickloom(tmp_path / "whole")
    whole.good("import", "EURUSD", file)
    assert whole.state()[1][0]["content_hash"] == stored["content_hash"]


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


def _rows_in_files(home: Path) -> list[int]:
    files = sorted(home.glob("ticks/*/*/*"))
    return [pyarrow.parquet.ParquetFile(file).metadata.num_rows for file in files]
