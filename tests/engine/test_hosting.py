"""``tickloom engine`` as a program that starts it sees it."""

from __future__ import annotations

import json
import re
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hosting import Host, Surroundings, checks
from websocket import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    Start = Callable[..., Host]


def test_it_says_that_it_is_ready_and_nothing_else(start: Start) -> None:
    host = start("--service", "stubborn:Stubborn")
    assert re.fullmatch(r"READY [1-9]\d+ [0-9a-f]{64}\n", host.first)
    with host.connect() as client:
        assert client.ask("stubborn.prints") == {}
    host.send(signal.SIGTERM)
    assert host.wait() == (0, "")
    assert "printed by a service" in host.said


def test_a_client_is_answered(start: Start) -> None:
    host = start()
    with host.connect() as client:
        assert client.ask("system.health")["pid"] == host.process.pid
        assert abs(client.ask("system.ping")["time"] - time.time_ns()) < 60e9


def test_a_second_owner_is_refused_and_told_the_first_one_s_number(
    start: Start, surroundings: Surroundings
) -> None:
    first = start()
    second = start()
    assert (second.first, second.wait()[0]) == ("", 5)
    assert second.said.endswith("[store.owned]\n")
    assert f"process {first.process.pid}" in second.said
    with first.connect() as client:
        assert client.ask("system.ping")


def test_the_home_may_be_named_after_the_verb(start: Start, tmp_path: Path) -> None:
    host = start("--home", tmp_path / "other")
    assert host.first
    assert (tmp_path / "other" / "tickloom.pid").read_text() == str(host.process.pid)


def test_pages_of_an_origin_that_was_named_may_connect(start: Start) -> None:
    assert start("--origin", "app://bundle", "--origin", "http://localhost:5173").first


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_lets_it_finish_what_is_open(start: Start, number: signal.Signals) -> None:
    host = start("--service", "stubborn:Stubborn")
    with host.connect() as client:
        client.begin("request", "stubborn.sleeps", seconds=1.0)
        client.ask("system.ping")
        host.send(number)
        assert client.receive()["result"] == {"slept": 1.0}
        with pytest.raises(Refused) as refused:
            client.receive()
        assert refused.value.code == "protocol.shutting_down"
    assert host.wait() == (0, "")


def test_a_second_signal_ends_it_at_once(start: Start, surroundings: Surroundings) -> None:
    host = start("--service", "stubborn:Stubborn")
    with host.connect() as client:
        client.begin("request", "stubborn.hangs")
        client.ask("system.ping")
        host.send(signal.SIGTERM)
        time.sleep(0.2)
        assert host.process.poll() is None
        begun = time.monotonic()
        host.send(signal.SIGTERM)
        host.wait()
        assert time.monotonic() - begun < 3
    assert checks(surroundings) == {}


def test_a_second_signal_ends_one_whose_service_never_starts(start: Start) -> None:
    host = start("--service", "stubborn:Slow", patient=False)
    until = time.monotonic() + 20
    while not host.surroundings.home.joinpath("tickloom.pid").exists():
        assert time.monotonic() < until
        time.sleep(0.01)
    time.sleep(1)
    host.send(signal.SIGTERM)
    time.sleep(0.3)
    host.send(signal.SIGTERM)
    begun = time.monotonic()
    host.wait()
    assert time.monotonic() - begun < 5


def test_it_goes_with_its_parent_while_a_service_is_still_loaded(start: Start) -> None:
    host = start("--service", "endless:Endless", patient=False)
    until = time.monotonic() + 20
    while "loading" not in host.said:
        assert time.monotonic() < until
        time.sleep(0.01)
    assert host.process.stdin is not None
    host.process.stdin.close()
    host.wait(5)


def test_it_can_be_found_while_it_serves(start: Start, surroundings: Surroundings) -> None:
    host = start()
    (place,) = surroundings.run_files()
    found = json.loads(place.read_text())
    assert (found["pid"], found["port"], found["nonce"]) == (host.process.pid, host.port, host.nonce)
    assert found["home"] == str(surroundings.home)
    assert place.stat().st_mode & 0o777 == 0o600
    host.send(signal.SIGTERM)
    host.wait()
    assert surroundings.run_files() == []


def test_a_run_file_that_was_left_behind_is_replaced(start: Start, surroundings: Surroundings) -> None:
    killed = start()
    killed.end()
    (stale,) = surroundings.run_files()
    assert json.loads(stale.read_text())["pid"] == killed.process.pid
    host = start()
    assert json.loads(stale.read_text())["pid"] == host.process.pid
    assert surroundings.run_files() == [stale]


def test_it_serves_without_a_run_file_where_others_could_write_it(
    start: Start, surroundings: Surroundings
) -> None:
    surroundings.runtime.mkdir()
    (surroundings.runtime / "tickloom").mkdir(mode=0o777)
    (surroundings.runtime / "tickloom").chmod(0o777)
    host = start()
    assert "open to other users" in host.said
    assert surroundings.run_files() == []
    with host.connect() as client:
        assert client.ask("system.ping")


def test_the_nonce_is_in_no_argument_variable_or_log(start: Start) -> None:
    host = start()
    with host.connect() as client:
        client.ask("system.describe")
    process = Path(f"/proc/{host.process.pid}")
    seen = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    host.send(signal.SIGTERM)
    host.wait()
    assert host.nonce.encode() not in seen
    assert host.nonce not in host.said


SECRETS = b'{"secrets": {"venue": "hunter2"}}\n'


def test_secrets_come_once_and_are_shown_nowhere(start: Start) -> None:
    host = start("--secrets-from-stdin", "--service", "stubborn:Stubborn", said=SECRETS)
    with host.connect() as client:
        told = client.ask("stubborn.secrets")
    assert told == {"shown": "Credentials(venue=…)", "length": 7}
    process = Path(f"/proc/{host.process.pid}")
    assert b"hunter2" not in (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    host.send(signal.SIGTERM)
    host.wait()
    assert "hunter2" not in host.said


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b'{"secrets": {"venue": 1}}\n', "is not"),
        (b"hunter2\n", "is not"),
        (b'{"secrets": "' + b"hunter2" * 10_000 + b'"}\n', "more than 65536 bytes"),
    ],
)
def test_secrets_that_are_none_are_refused_and_not_repeated(start: Start, said: bytes, why: str) -> None:
    host = start("--secrets-from-stdin", said=said)
    assert (host.first, host.wait()[0]) == ("", 2)
    assert host.said.endswith("[engine.no_secrets]\n")
    assert why in host.said
    assert "hunter2" not in host.said


def test_secrets_come_to_an_engine_that_stays_too_and_are_not_waited_for_for_ever(start: Start) -> None:
    silent = start("--secrets-from-stdin", "--alone")
    told = start(
        "--home", silent.surroundings.home.with_name("other"), "--secrets-from-stdin", "--alone", said=SECRETS
    )
    assert told.first.startswith("READY ")
    assert (silent.first, silent.wait()[0]) == ("", 2)
    assert silent.said.endswith("[engine.no_secrets]\n")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nowhere:Nothing", "No module named"),
        ("stubborn:Nothing", "no attribute"),
        ("stubborn:time", "no class of"),
        ("stubborn", "no attribute"),
    ],
)
def test_a_service_that_is_none_is_refused(start: Start, name: str, why: str) -> None:
    host = start("--service", name)
    assert (host.first, host.wait()[0]) == ("", 2)
    assert host.said.endswith("[engine.service_unknown]\n")
    assert re.search(why, host.said)
