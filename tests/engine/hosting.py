"""Starts ``tickloom engine`` as another program would, and tells what such a program could notice."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from websocket import Client

from tickloom.processes import is_running

TICKLOOM = str(Path(sys.executable).with_name("tickloom"))


@dataclass(frozen=True)
class Surroundings:
    """What an engine finds around it."""

    home: Path
    runtime: Path

    @property
    def environment(self) -> dict[str, str]:
        """Variables of the environment; services of the tests can be imported."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("TICKLOOM_")}
        here = str(Path(__file__).parent)
        self.runtime.mkdir(exist_ok=True)
        return plain | {
            "TICKLOOM_HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(self.runtime),
            "PYTHONPATH": here,
        }

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """A command, to its end."""
        command = [TICKLOOM, *map(str, arguments)]
        return subprocess.run(
            command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def run_files(self) -> list[Path]:
        """All that are there."""
        return sorted((self.runtime / "tickloom").glob("*"))


class Host:
    """An engine that was started with a pipe, and may be ready."""

    def __init__(self, surroundings: Surroundings, *arguments: object, said: bytes = b"") -> None:
        """Starts it, and says something to it."""
        self.surroundings = surroundings
        self.errors = surroundings.home.with_name(f"stderr-{time.monotonic_ns()}")
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [TICKLOOM, "engine", *map(str, arguments)], env=surroundings.environment,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            )  # fmt: skip
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):  # one that has heard enough is gone
            self.process.stdin.write(said)
            self.process.stdin.flush()

    @cached_property
    def first(self) -> str:
        """What it says first, which is waited for; nothing if it ends before."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().decode()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.first.split()[1])

    @property
    def nonce(self) -> str:
        """What clients must know."""
        return self.first.split()[2]

    @property
    def said(self) -> str:
        """What stands on standard error."""
        return self.errors.read_text()

    def connect(self) -> Client:
        """A client."""
        return Client(self.port, self.nonce)

    def send(self, number: signal.Signals) -> None:
        """Sends a signal."""
        self.process.send_signal(number)

    def wait(self, seconds: float = 20) -> tuple[int, str]:
        """Its exit code, and what it has said on standard output after the first line."""
        code = self.process.wait(seconds)
        assert self.process.stdout is not None
        with self.process.stdout as rest:
            return code, rest.read().decode()

    def end(self) -> None:
        """Whatever it does, it is gone then."""
        if self.process.poll() is None:
            self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None and not pipe.closed:
                with suppress(BrokenPipeError):
                    pipe.close()
        self.process.wait()


def seconds_until_gone(pid: int) -> float:
    """Waits for the end of a process that is none of ours."""
    begun = time.monotonic()
    while _lives(pid):
        assert time.monotonic() < begun + 10, "it stays"
        time.sleep(0.01)
    return time.monotonic() - begun


def _lives(pid: int) -> bool:
    """One that has ended and that nobody has asked about yet, as in some containers, does not live."""
    state = Path(f"/proc/{pid}/stat")
    try:
        return is_running(pid) and state.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # it ended before its file was opened, or read
        return False


def checks(surroundings: Surroundings) -> dict[str, str]:
    """What ``doctor`` says of each thing that is not as it should be."""
    found = json.loads(surroundings.run("doctor", "--json").stdout)["checks"]
    return {check["name"]: check["found"] for check in found if check["status"] != "ok"}
