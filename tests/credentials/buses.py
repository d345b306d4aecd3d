"""Keychains as processes: a real Secret Service, and ones that hang, refuse or are not there."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

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
STARTS: list[int] = []
"""The numbers of the processes of gnome-keyring, one for each start."""
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
def secret_service(folder: Path) -> Iterator[dict[str, str]]:
    """A real keychain, gnome-keyring, unlocked."""
    with bus(folder) as surroundings, kept_running(surroundings):
        wait_for_service(surroundings)
        yield surroundings


@contextmanager
def kept_running(surroundings: Mapping[str, str]) -> Iterator[None]:
    """Starts gnome-keyring again when it has crashed, as it does at times, and as desktops do."""
    program = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
    is_over = threading.Event()

    def keep() -> None:
        while not is_over.is_set():
            with running(program, surroundings, PASSWORD) as daemon:
                STARTS.append(daemon.pid)
                while daemon.poll() is None and not is_over.wait(0.02):
                    pass

    keeper = threading.Thread(target=keep)
    keeper.start()
    try:
        yield
    finally:
        is_over.set()
        keeper.join()


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
