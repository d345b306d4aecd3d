"""A lock on a file keeps threads and processes apart, and ends with whoever holds it."""

from __future__ import annotations

import errno
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tickloom import file_lock
from tickloom.file_lock import held

if TYPE_CHECKING:
    from pathlib import Path

HOLDS = """
import sys, time
from pathlib import Path
from tickloom.file_lock import held
with held(Path(sys.argv[1]), 1.0):
    print("held", flush=True)
    time.sleep(60)
"""


def test_threads_take_turns(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        for _ in range(20):
            with held(tmp_path / "lock", 30.0):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(most), max(most)) == (80, 1)


def test_who_waits_too_long_is_told_and_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    command = [sys.executable, "-c", HOLDS, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        begun = time.monotonic()
        with pytest.raises(TimeoutError), held(path, 0.2):
            pass
        assert time.monotonic() - begun >= 0.2
        holder.kill()
    with held(path, 1.0):
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_system_without_locks_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_file: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(file_lock, "_try", refuse)
    with pytest.raises(OSError, match="No locks available"), held(tmp_path / "lock", 60.0):
        pass
