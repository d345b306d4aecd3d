"""A folder of credentials for each test, and keychains in processes of their own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tickloom.config.names import CREDENTIAL
from tickloom.credentials import environment, expecting

# Test files are imported one by one; what they share lies beside them.
sys.path.insert(0, str(Path(__file__).parent))

from buses import bus, secret_service, stubborn_service

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

    Daemon = subprocess.Popen[bytes]


@pytest.fixture(autouse=True)
def _of_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of whoever runs the tests: no keychain, no folder, no variables, no integrations."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    for name in ("DBUS_SESSION_BUS_ADDRESS", "TICKLOOM_ENV"):
        monkeypatch.delenv(name, raising=False)
    for name in environment.names_in_environment():
        monkeypatch.delenv(CREDENTIAL + name.upper())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(expecting, "_expected", {})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where names and trail lie."""
    return tmp_path / "config" / "tickloom" / "credentials"


@pytest.fixture(scope="session")
def keychain_of_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, str], Daemon]]:
    """The environment of a process that has a real keychain, and the keychain's own process."""
    with bus(tmp_path_factory.mktemp("keychain")) as surroundings, secret_service(surroundings) as daemon:
        yield surroundings, daemon


@pytest.fixture
def keychain(
    keychain_of_session: tuple[dict[str, str], Daemon], monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, str]]:
    """Gives the test a real keychain, which must outlive it."""
    surroundings, daemon = keychain_of_session
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", surroundings["DBUS_SESSION_BUS_ADDRESS"])
    yield surroundings
    assert daemon.poll() is None, "gnome-keyring has crashed"


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
