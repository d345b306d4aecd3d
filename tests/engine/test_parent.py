"""A process leaves when the one that started it does: real processes, killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from hosting import seconds_until_gone

from tickloom.processes import is_running

if TYPE_CHECKING:
    from pathlib import Path

# A debug build warns of itself when it is loaded.
PYTHON = [sys.executable, "-W", "ignore"]

CHILD = """
import os, sys, time
from pathlib import Path
from tickloom._core import Parent
place, signs, stopping = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
parent = Parent(os.getppid() if "pid" in signs else None, "stdin" in signs)
def note():
    with place.open("a") as file:
        file.write("stop ")
def hang():
    note()
    time.sleep(60)
def leave():
    note()
    os._exit(0)
stops = {"gently": leave, "not": note, "hangs": hang}
if stopping in stops:
    parent.when_it_ends(stops[stopping])
print(os.getpid(), flush=True)
if stopping == "late":
    time.sleep(0.5)
    parent.when_it_ends(leave)
if stopping == "line":
    print(parent.first_line(5, 1.0), flush=True)
time.sleep(60)
"""

# The process between the test and the child: whoever dies.
PARENT = """
import subprocess, sys, time
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE)
time.sleep(60)
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a child writes how often it was stopped."""
    (tmp_path / "stops").touch()
    return tmp_path / "stops"


def start(place: Path, signs: str, stopping: str) -> tuple[subprocess.Popen[str], int]:
    """A parent, and the number of its child, which is ready."""
    child = [*PYTHON, "-c", CHILD, str(place), signs, stopping]
    parent = subprocess.Popen([*PYTHON, "-c", PARENT, *child], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    return parent, int(parent.stdout.readline())


def kill(parent: subprocess.Popen[str]) -> None:
    with parent:
        parent.send_signal(signal.SIGKILL)


@pytest.mark.parametrize("signs", ["pid", "stdin", "pid stdin"])
@pytest.mark.parametrize(
    ("stopping", "stops", "at_least"),
    [("gently", 1, 0), ("not", 2, 1.0), ("hangs", 1, 1.0), ("late", 1, 0), ("nothing to stop", 0, 1.0)],
)
def test_it_goes_with_its_parent(place: Path, signs: str, stopping: str, stops: int, at_least: float) -> None:
    parent, pid = start(place, signs, stopping)
    begun = time.monotonic()
    kill(parent)
    seconds_until_gone(pid)
    assert at_least <= time.monotonic() - begun <= 2
    assert place.read_text() == "stop " * stops


def test_without_a_sign_it_stays(place: Path) -> None:
    parent, pid = start(place, "none", "gently")
    kill(parent)
    time.sleep(0.5)
    assert is_running(pid)
    os.kill(pid, signal.SIGKILL)
    seconds_until_gone(pid)


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        (b"12345\nmore", "b'12345'"),
        (b"123456\n", "the line has more than 5 bytes"),
        (b"", "no line came within 1 s"),
    ],
)
def test_its_parent_may_say_one_line(place: Path, said: bytes, printed: str) -> None:
    command = [*PYTHON, "-c", CHILD, str(place), "stdin", "line"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(said)
        child.stdin.flush()
        child.stdout.readline()
        last = child.stdout.readline() if said == b"12345\nmore" else child.stdout.read().splitlines()[-1]
        assert printed in last.decode()
