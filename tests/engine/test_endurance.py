"""A whole day played to two clients, in seconds or minutes: all its bars come, and no memory is taken."""

from __future__ import annotations

import threading
import time
from statistics import linear_regression
from typing import TYPE_CHECKING

from tickloom.client import Client

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from hosting import Host, Surroundings
    from test_hosting import Start

DAY_SECONDS = 24 * 3_600
TIMEFRAMES = ["1m", "5m", "1h"]
GROWTH = 1 << 20
"""Bytes by which an engine may grow on the way, however long that takes."""


def test_a_day_that_two_clients_watch_takes_no_memory(
    start: Start, surroundings: Surroundings, data: Path, pytestconfig: pytest.Config
) -> None:
    seconds = 60 * pytestconfig.getoption("--replay-minutes")
    surroundings.run("import", "EURUSD", data / "dukascopy-bi5")
    engine = start()
    with _client(engine) as player, _client(engine) as watcher:
        order = {"symbols": ["EURUSD"], "timeframes": TIMEFRAMES, "capacity": 100}
        session = player.ask("replay.open", order)["session"]
        watching = [_Watching(client, session) for client in (player, watcher)]
        player.ask("replay.play", {"session": session, "speed": DAY_SECONDS / seconds})
        moments, memory = _memory(player, session, seconds)
        known = _known(player, player.ask("replay.position", {"session": session})["now"])
        assert [one.completed(known) for one in watching] == [known, known]
    slope, _ = linear_regression(moments, memory)
    assert slope * (moments[-1] - moments[0]) <= GROWTH, f"{min(memory)} to {max(memory)} bytes"


class _Watching:
    """Counts the bars that a client is told of, on a thread."""

    def __init__(self, client: Client, session: str) -> None:
        self._events = client.listen("mtf.subscribe", {"session": session})
        self._completed = 0
        self._thread = threading.Thread(target=self._count)
        self._thread.start()

    def _count(self) -> None:
        for event in self._events:
            self._completed += sum(event.data["bars"]["complete"])

    def completed(self, expected: int) -> int:
        """How many became complete, all in all, as soon as they are as many as expected."""
        until = time.monotonic() + 20
        while self._completed < expected and time.monotonic() < until:
            time.sleep(0.01)
        self._events.close()
        self._thread.join()
        return self._completed


def _client(engine: Host) -> Client:
    return Client(find=lambda: (engine.port, engine.nonce))


def _known(client: Client, moment: int) -> int:
    """How many bars are complete as of a moment."""
    query = {"symbol": "EURUSD", "timeframes": TIMEFRAMES, "as_of": moment}
    return sum(len(table) for table in client.tables("bars.range", query).values())


def _memory(client: Client, session: str, seconds: float) -> tuple[list[float], list[int]]:
    """What the engine holds while it plays, after a fifth of it: by then all is made that stays."""
    moments, memory = [], []
    until = time.monotonic() + 2 * seconds + 20
    while client.ask("replay.position", {"session": session}).get("next") is not None:
        assert time.monotonic() < until, "it plays on"
        moments.append(time.monotonic())
        memory.append(client.ask("system.health")["memory"])
        time.sleep(0.2)
    begin = len(moments) // 5
    return moments[begin:], memory[begin:]
