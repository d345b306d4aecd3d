"""Keychains as processes: a real Secret Service, and ones that hang, refuse or are not there."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import secretstorage
from jeepney import DBusAddress, DBusErrorResponse, MessageType, message_bus, new_method_call
from jeepney.io.blocking import Proxy, open_dbus_connection
from secretstorage.util import format_secret, open_session

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HERE = Path(__file__).parent
# Without folders of services, so that a name that nobody owns starts nothing.
CONFIG = """<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""
PASSWORD = b"the password of a keyring that nobody uses"


@contextmanager
def bus(folder: Path) -> Iterator[dict[str, str]]:
    """A session bus of its own: the environment of a process that speaks on it."""
    folder.mkdir(mode=0o700, exist_ok=True)
    surroundings = {**os.environ, "XDG_RUNTIME_DIR": str(folder), "XDG_DATA_HOME": str(folder / "data")}
    surroundings.pop("DBUS_SESSION_BUS_ADDRESS", None)
    config = folder / "bus.conf"
    config.write_text(CONFIG.format(folder=folder))
    program = ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", "--print-address=1"]
    with running(program, surroundings) as daemon:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().decode().strip()
        yield {**surroundings, "DBUS_SESSION_BUS_ADDRESS": address}


@contextmanager
def secret_service(surroundings: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A real keychain on a bus: gnome-keyring, unlocked."""
    program = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
    with running(program, surroundings, PASSWORD) as daemon:
        wait_for_service(surroundings)
        yield daemon


@contextmanager
def stubborn_service(folder: Path, how: str) -> Iterator[dict[str, str]]:
    """A keychain that never answers (``hangs``) or says no to everything (``refuses``)."""
    with (
        bus(folder) as surroundings,
        running([sys.executable, str(HERE / "stubborn_keychain.py"), how], surroundings) as service,
    ):
        assert service.stdout is not None
        assert service.stdout.readline() == b"ready\n"
        yield surroundings


@contextmanager
def running(
    program: Sequence[str], surroundings: Mapping[str, str], said: bytes = b""
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended with the block."""
    with subprocess.Popen(
        program,
        env=surroundings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            assert process.stdin is not None
            process.stdin.write(said)
            process.stdin.close()
            yield process
        finally:
            process.kill()


def wait_for_service(surroundings: Mapping[str, str]) -> None:
    """Until somebody owns the name of the Secret Service, for twenty seconds at most."""
    subprocess.run(
        [sys.executable, str(HERE / "await_keychain.py")], env=surroundings, check=True, timeout=20
    )


def connections() -> dict[str, int]:
    """Who is on the session bus of this process: processes by the names of their connections."""
    with open_dbus_connection() as connection:
        daemon = Proxy(message_bus, connection)
        names = [name for name in daemon.ListNames()[0] if name.startswith(":")]
        found = {}
        for name in names:
            with suppress(DBusErrorResponse):  # of one that has just left
                (found[name],) = daemon.GetConnectionUnixProcessID(name)
        return found


def connections_of(process: int) -> set[str]:
    """The connections of one process."""
    return {name for name, owner in connections().items() if owner == process}


def lock() -> None:
    """Locks the keychain on the session bus."""
    with collection() as found:
        found.lock()


def unlock() -> None:
    """Unlocks gnome-keyring as the login of a desktop does, so that nobody is asked for the password."""
    guilt_ridden = DBusAddress(
        "/org/freedesktop/secrets",
        "org.freedesktop.secrets",
        "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
    )
    with collection() as found:
        secret = format_secret(open_session(found.connection), PASSWORD, "text/plain")
        unlocking = new_method_call(
            guilt_ridden, "UnlockWithMasterPassword", "o(oayays)", (found.collection_path, secret)
        )
        assert found.connection.send_and_get_reply(unlocking).header.message_type is MessageType.method_return


@contextmanager
def collection() -> Iterator[secretstorage.Collection]:
    """The default collection of the keychain on the session bus, asked as the helper process does."""
    with secretstorage.dbus_init() as connection:
        next(secretstorage.get_all_collections(connection))
        yield secretstorage.get_collection_by_alias(connection, "default")
