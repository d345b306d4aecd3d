"""A crash leaves nothing behind in which a secret could be found."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hunter import PLAIN, files, hunt, texts

from tickloom.errors import ConnectionClosed, Disconnected

if TYPE_CHECKING:
    from collections.abc import Callable

    from scene import Engine, Scene

SECRETS = f'{{"secrets": {{"venue": "{PLAIN}"}}}}\n'.encode()
OWN_CORES = not Path("/proc/sys/kernel/core_pattern").read_text().startswith(("|", "/"))
"""Whether a crash leaves its core in the current folder, as the control needs it."""


@pytest.mark.parametrize("method", ["crashes", "aborts"])
def test_an_engine_that_crashes_leaves_no_core(
    start: Callable[..., Engine], scene: Scene, method: str
) -> None:
    engine = start("--secrets-from-stdin", "--service", "leaky:Leaky", said=SECRETS)
    with pytest.raises((Disconnected, ConnectionClosed)):
        engine.ask(f"leaky.{method}")
    assert -engine.wait() in (signal.SIGSEGV, signal.SIGABRT)
    assert list(scene.work.iterdir()) == []
    assert hunt([*files(scene.folder), *texts({"stderr": engine.said})], PLAIN) == []


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGBUS, signal.SIGQUIT, signal.SIGABRT])
def test_an_engine_that_is_made_to_crash_leaves_no_core(
    start: Callable[..., Engine], scene: Scene, number: signal.Signals
) -> None:
    engine = start("--secrets-from-stdin", said=SECRETS)
    assert engine.first
    engine.send(number)
    engine.wait()
    assert list(scene.work.iterdir()) == []
    assert hunt([*files(scene.folder), *texts({"stderr": engine.said})], PLAIN) == []


def test_no_program_that_an_engine_starts_leaves_a_core_either(start: Callable[..., Engine]) -> None:
    engine = start("--secrets-from-stdin", "--service", "leaky:Leaky", said=SECRETS)
    assert engine.ask("leaky.asks_the_system")["core_of_a_program"] == ["0", "0"]


def test_the_memory_of_an_engine_is_not_the_user_s_to_read(start: Callable[..., Engine]) -> None:
    """Others of the same user could else attach to it; root always can.

    Whoever owns a process that may be dumped owns its memory. Where root runs the tests that shows nothing,
    so the system is asked, too; it makes no core of such a process through a handler either.
    """
    engine = start("--secrets-from-stdin", "--service", "leaky:Leaky", said=SECRETS)
    assert engine.ask("leaky.asks_the_system")["may_be_dumped"] == 0
    assert Path(f"/proc/{engine.process.pid}/mem").stat().st_uid == 0


def test_a_process_that_keeps_nothing_back_leaves_a_core_with_the_secret(tmp_path: Path) -> None:
    """The control: where cores are left at all, the hunter finds the secret in one."""
    program = "import ctypes, sys; secret = sys.stdin.readline(); ctypes.string_at(8)"
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, input=PLAIN.encode(), check=False)
    leaves = OWN_CORES and resource.getrlimit(resource.RLIMIT_CORE)[1] != 0
    assert bool(hunt(files(tmp_path), PLAIN)) == leaves
