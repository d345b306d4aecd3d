"""What an engine writes down: one file, the same keys from both languages, ids to follow."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from websocket import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from hosting import Host, Surroundings

KEYS = ["time", "level", "pid", "target", "event"]
PLANTED = 'pl"nted/secret xyzzy'

ASK = """
import sys, tickloom
with tickloom.connect(sys.argv[1]) as client:
    try:
        client.ask("ticks.range", {"symbol": "NOSUCH"})
    except tickloom.errors.TickloomError as error:
        print(error.code, error.request)
    print(client.ask("logging.work")["request"])
"""


def records(home: Path) -> list[dict[str, Any]]:
    """The lines of a home's log, all of which are whole."""
    return [json.loads(line) for line in (home / "logs" / "tickloom.jsonl").read_text().splitlines()]


def ask(surroundings: Surroundings) -> subprocess.CompletedProcess[str]:
    """A program of its own asks the engine, and shows its log as JSON."""
    more = {"TICKLOOM_LOGS__TERMINAL": "debug", "TICKLOOM_LOGS__FORMAT": "json"}
    command = [sys.executable, "-W", "ignore::RuntimeWarning", "-c", FOLLOWING + ASK, str(surroundings.home)]
    done = subprocess.run(
        command, env=surroundings.environment | more, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done


FOLLOWING = """
from tickloom import logs
from tickloom.config import load
logs.apply(load().logs)
"""


def end(host: Host) -> None:
    """Ends it, so that all is written."""
    host.send(signal.SIGTERM)
    assert host.wait()[0] == 0


def test_a_request_is_found_in_the_logs_of_client_engine_service_and_store(
    surroundings: Surroundings, start: Callable[..., Host]
) -> None:
    host = start("--service", "logging_service:Logging")
    done = ask(surroundings)
    failed, worked = done.stdout.split("\n")[:2]
    end(host)
    code, request = failed.split()
    client = [json.loads(line) for line in done.stderr.splitlines()]
    engine = records(surroundings.home)

    def events(found: list[dict[str, Any]], request: str) -> list[str]:
        return [record["event"] for record in found if record.get("request") == request]

    assert code == "symbol.unknown"
    assert events(client, request) == ["request sent", "request failed"]
    assert [(record["event"], record["code"]) for record in engine if record.get("request") == request] == [
        ("request failed", code)
    ]
    assert events(client, worked) == ["request sent"]
    # The service logs in Python, and the store that it opens in Rust, for the same request.
    assert events(engine, worked) == ["work begins", "store opened", "a library says"]
    assert {record["pid"] for record in engine} == {host.process.pid}


def test_records_of_both_languages_have_the_same_keys(
    surroundings: Surroundings, start: Callable[..., Host]
) -> None:
    host = start("--service", "logging_service:Logging")
    ask(surroundings)
    end(host)
    found = records(surroundings.home)
    assert [list(record)[: len(KEYS)] for record in found] == [KEYS] * len(found)
    targets = {record["target"] for record in found}
    assert {"tickloom_engine::engine", "tickloom_store::store", "logging_service", "a_library"} <= targets
    assert [record["event"] for record in found][-1] == "engine has ended"


def test_a_secret_of_the_process_reaches_neither_file_nor_stderr(
    surroundings: Surroundings, start: Callable[..., Host]
) -> None:
    host = start("--service", "logging_service:Logging")
    with host.connect() as client, pytest.raises(Refused, match="has failed by a defect"):
        client.ask("logging.tell", secret=PLANTED)
    end(host)
    file = (surroundings.home / "logs" / "tickloom.jsonl").read_text()
    told = [record["event"] for record in records(surroundings.home)]
    assert told.count("service has a defect") == 1
    assert told.count("exception was not caught") == 2
    for text in (file, host.said):
        assert "nted" not in text
        assert "xyzzy" not in text
        assert text.count("[secret]") > 8


def test_however_far_below_a_service_fails_the_log_says_where(
    surroundings: Surroundings, start: Callable[..., Host]
) -> None:
    host = start("--service", "logging_service:Logging")
    with host.connect() as client, pytest.raises(Refused):
        client.ask("logging.dig")
    end(host)
    [defect] = [record for record in records(surroundings.home) if record["event"] == "service has a defect"]
    assert (defect["about"], defect["exception"]) == ("logging.dig", "ZeroDivisionError")
    assert defect["traceback"].endswith("ZeroDivisionError: division by zero\n")
    assert "return self._dig_on(depth) if depth else 1 / depth" in defect["traceback"]
    assert defect["request"].startswith("c")


def test_what_is_shown_and_where_files_lie_can_be_configured(
    surroundings: Surroundings, tmp_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    command = [str(Path(sys.executable).with_name("tickloom")), "--log-level", "info", "doctor"]
    environment = surroundings.environment | {"TICKLOOM_LOGS__FOLDER": str(folder)}
    folder.mkdir()
    done = subprocess.run(
        [*command[:-1], "symbols"], env=environment, capture_output=True, text=True, check=True
    )
    assert "store opened  damaged=0 home=" in done.stderr
    lines = (folder / "tickloom.jsonl").read_text().splitlines()
    assert [record["event"] for record in map(json.loads, lines)] == ["store opened"]
    assert not (surroundings.home / "logs").exists()
    quiet = subprocess.run(
        [command[0], "symbols"], env=surroundings.environment, capture_output=True, text=True, check=True
    )
    assert "store opened" not in quiet.stderr


def test_an_engine_that_is_killed_leaves_whole_lines(
    surroundings: Surroundings, start: Callable[..., Host]
) -> None:
    host = start()
    os.kill(host.process.pid, signal.SIGKILL)
    host.process.wait()
    events = [record["event"] for record in records(surroundings.home)]
    assert "engine serves" in events
    surroundings.run("symbols")
    assert records(surroundings.home)[len(events)]["event"] == "store opened"
