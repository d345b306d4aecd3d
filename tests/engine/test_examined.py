"""The doctor and a bundle of diagnostics, while an engine owns the home."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from zipfile import ZipFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hosting import Host, Surroundings

    Start = Callable[..., Host]


def test_the_doctor_asks_the_engine_that_owns_the_home(start: Start, surroundings: Surroundings) -> None:
    host = start()
    result = surroundings.run("doctor", "--json")
    found = {check["name"]: check for check in json.loads(result.stdout)["checks"]}
    assert result.returncode == 0
    assert {check["status"] for check in found.values()} == {"ok"}
    assert f"process {host.process.pid} answers on port {host.port}" in found["engine"]["found"]
    assert found["store"]["found"].startswith("0 ticks")
    assert host.nonce not in result.stdout


def test_the_doctor_says_of_an_engine_that_hangs_that_it_does_not_answer(
    start: Start, surroundings: Surroundings
) -> None:
    import signal

    host = start()
    host.send(signal.SIGSTOP)
    result = surroundings.run("doctor", "--json")
    host.send(signal.SIGCONT)
    found = {check["name"]: check for check in json.loads(result.stdout)["checks"]}
    assert (result.returncode, found["engine"]["status"]) == (6, "fail")
    assert found["tickloom"]["status"] == found["ports"]["status"] == "ok"


def test_a_bundle_tells_of_the_engine_and_not_its_nonce(
    start: Start, surroundings: Surroundings, tmp_path: Path
) -> None:
    host = start("--service", "stubborn:Stubborn")
    surroundings.run("diagnostics", "-o", tmp_path / "bundle.zip")
    with ZipFile(tmp_path / "bundle.zip") as archive:
        told = json.loads(archive.read("engine.json"))
        assert told["health"]["pid"] == host.process.pid
        assert "stubborn" in {service["name"] for service in told["services"]["services"]}
        assert b"# TYPE" in archive.read("metrics.txt")
        assert all(host.nonce.encode() not in archive.read(name) for name in archive.namelist())
