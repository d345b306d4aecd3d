"""The program that started an engine is killed, or the engine told to go, during imports: it stays whole."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from hosting import TICKLOOM, Host, Surroundings, checks, seconds_until_gone
from websocket import Client, Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TICKS, DAYS = 638_263, 6

# Starts the engine as a desktop does, with a pipe, and lets it speak for itself.
PARENT = """
import subprocess, sys, time
engine = subprocess.Popen([sys.argv[1], "engine"], stdin=subprocess.PIPE)
print(engine.pid, flush=True)
time.sleep(600)
"""


class Parent:
    """A program that has started an engine, which is ready."""

    def __init__(self, surroundings: Surroundings) -> None:
        """Starts both."""
        self._process = subprocess.Popen(
            [sys.executable, "-c", PARENT, TICKLOOM], env=surroundings.environment,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        self.engine = int(self._process.stdout.readline())
        _, port, self._nonce = self._process.stdout.readline().split()
        self._port = int(port)

    def connect(self) -> Client:
        """A client of the engine."""
        return Client(self._port, self._nonce)

    def kill(self) -> float:
        """Kills the program alone, and waits for the engine; tells how long that took."""
        with self._process as process:
            process.send_signal(signal.SIGKILL)
            process.wait()
            return seconds_until_gone(self.engine)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The synthetic week twice: as hours, and as one file."""
    folder = tmp_path_factory.mktemp("sample")
    Surroundings(folder / "home", folder).run("sample", folder)
    return [folder / "EURUSD", *folder.glob("*.csv")]


def test_the_engine_goes_with_its_parent_during_imports_too(
    tmp_path: Path, week: list[Path], pytestconfig: pytest.Config
) -> None:
    """Killed until its import is whole, each home ends up as if nobody had been killed."""
    kills: int = pytestconfig.getoption("--kills")
    expected = _imported(Surroundings(tmp_path / "whole" / "home", tmp_path), week)
    moments = random.Random(20190204)
    landed = homes = 0
    while landed < kills:
        homes += 1
        assert homes <= 2 * kills, "an import must come to be killed before its end"
        surroundings = Surroundings(tmp_path / f"killed-{homes}" / "home", tmp_path)
        while landed < kills and _killed_in_time(surroundings, week, moments):
            landed += 1
        assert _imported(surroundings, week) == expected


def test_the_engine_goes_with_its_parent_when_nobody_asks_it(surroundings: Surroundings) -> None:
    for _ in range(3):
        assert Parent(surroundings).kill() <= 2
        assert checks(surroundings) == {}


def test_a_signal_ends_an_import_where_it_can_go_on(start: Callable[..., Host], week: list[Path]) -> None:
    host = start()
    with host.connect() as client:
        client.ask("imports.start", **_order(week))
        host.send(signal.SIGTERM)
        assert host.wait() == (0, "")
    assert checks(host.surroundings) == {}
    whole = Surroundings(host.surroundings.home.with_name("whole"), host.surroundings.runtime)
    assert _imported(host.surroundings, week) == _imported(whole, week)


def test_four_read_while_an_import_goes_at_full_speed(surroundings: Surroundings, week: list[Path]) -> None:
    """Nobody is told that something is locked or busy, and the import ends as it would alone."""
    parent = Parent(surroundings)
    questions: list[tuple[str, dict[str, Any]]] = [
        ("ticks.range", {"symbol": "EURUSD"}),
        ("bars.range", {"symbol": "EURUSD", "timeframes": ["1m"]}),
        ("sql.query", {"query": "SELECT count(*) FROM ticks"}),
        ("storage.health", {}),
    ]
    with parent.connect() as client, ThreadPoolExecutor(len(questions)) as pool:
        client.ask("imports.start", **_order(week))
        answered = [pool.submit(_answers, parent, *question) for question in questions]
        assert all(reader.result() > 0 for reader in answered)
        (stored,) = client.ask("instruments.list")["instruments"]
    assert (stored["days"], stored["ticks"]) == (DAYS, TICKS)
    parent.kill()
    assert checks(surroundings) == {}


def _answers(parent: Parent, method: str, params: dict[str, Any]) -> int:
    """How often it was answered while the import ran; until the first day is there, its symbol is unknown."""
    answered = 0
    with parent.connect() as client:
        while client.ask("imports.running")["imports"]:
            try:
                client.ask(method, **params)
                answered += 1
            except Refused as refused:
                if refused.code != "symbol.unknown":
                    raise
    return answered


def _order(paths: list[Path]) -> dict[str, Any]:
    return {"symbol": "EURUSD", "sources": [{"path": str(path)} for path in paths], "threads": 1}


def _killed_in_time(surroundings: Surroundings, paths: list[Path], moments: random.Random) -> bool:
    """Kills a parent some milliseconds into an import; false if that was over before."""
    parent = Parent(surroundings)
    with parent.connect() as client:
        client.ask("imports.start", **_order(paths))
        time.sleep(moments.uniform(0, 0.4))
        runs = bool(client.ask("imports.running")["imports"])
        assert parent.kill() <= 2
    assert checks(surroundings) == {}
    assert list(surroundings.home.glob("staging/*")) == []
    return runs


def _imported(surroundings: Surroundings, paths: list[Path]) -> str:
    """The content hash, when the same import has been brought to its end."""
    done = surroundings.run("import", "EURUSD", *paths, "--progress", "none")
    assert done.returncode == 0, done.stderr
    (stored,) = json.loads(surroundings.run("symbols", "--json").stdout)
    assert (stored["days"], stored["ticks"]) == (DAYS, TICKS)
    return str(stored["content_hash"])
