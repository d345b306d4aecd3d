"""A folder of credentials for each test, and keychains in processes of their own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from _pytest.runner import runtestprotocol

from tickloom.credentials import environment, expecting

# Test files are imported one by one; what they share lies beside them.
sys.path.insert(0, str(Path(__file__).parent))

from buses import STARTS, bus, secret_service, stubborn_service, wait_for_service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


HERE = Path(__file__).parent
MOST_TRIES = 4


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Runs a test of this folder again if gnome-keyring has crashed meanwhile, as it does at times.

    What failed then says nothing of the store: it has to pass while the keychain is there.
    """
    if HERE not in item.path.parents:
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for report in _reports(item, nextitem):
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def _reports(item: pytest.Item, nextitem: pytest.Item | None) -> list[pytest.TestReport]:
    for _ in range(MOST_TRIES - 1):
        starts = max(len(STARTS), 1)
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        if len(STARTS) <= starts or not any(report.failed for report in reports):
            return reports
    return runtestprotocol(item, nextitem=nextitem, log=False)


@pytest.fixture(autouse=True)
def _of_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of whoever runs the tests: no keychain, no folder, no variables, no integrations."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    for name in ("DBUS_SESSION_BUS_ADDRESS", "TICKLOOM_ENV"):
        monkeypatch.delenv(name, raising=False)
    for name in environment.names_in_environment():
        monkeypatch.delenv(environment.PREFIX + name.upper())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(expecting, "_expected", {})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where names and trail lie."""
    return tmp_path / "config" / "tickloom" / "credentials"


@pytest.fixture(scope="session")
def keychain_of_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a process that has a real keychain."""
    with secret_service(tmp_path_factory.mktemp("keychain")) as surroundings:
        yield surroundings


@pytest.fixture
def keychain(keychain_of_session: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Gives the test a real keychain."""
    wait_for_service(keychain_of_session)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", keychain_of_session["DBUS_SESSION_BUS_ADDRESS"])
    return keychain_of_session


@pytest.fixture
def bad_keychain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Gives the test a keychain that ``hangs``, ``refuses``, or is ``absent`` from a bus."""
    from contextlib import ExitStack

    with ExitStack() as stack:

        def begin(how: str) -> None:
            place = tmp_path / "bus"
            begun = bus(place) if how == "absent" else stubborn_service(place, how)
            address = stack.enter_context(begun)["DBUS_SESSION_BUS_ADDRESS"]
            monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)

        yield begin
