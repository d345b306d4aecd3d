"""Runs the installed ``tickloom`` as a user does, and tells everything that a user could notice."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TICKLOOM = str(Path(sys.executable).with_name("tickloom"))
MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Result:
    """How a command ended."""

    code: int
    out: bytes
    err: str
    peak_bytes: int

    @property
    def text(self) -> str:
        """What stands on stdout."""
        return self.out.decode()

    @property
    def lines(self) -> list[str]:
        """The lines of stdout."""
        return self.text.splitlines()

    @property
    def words(self) -> list[str]:
        """The lines of stderr that are for people."""
        return [line for line in self.err.splitlines() if not line.startswith("{")]

    @property
    def moments(self) -> list[dict[str, Any]]:
        """The lines of stderr that are for programs."""
        return [json.loads(line) for line in self.err.splitlines() if line.startswith("{")]

    @property
    def json(self) -> Any:
        """What stdout says as JSON."""
        return json.loads(self.out)


class Running:
    """A command that was started; what it writes goes to files, so that no full pipe can stop it."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        """Starts it, with the surroundings of a plain script."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("TICKLOOM_")}
        self._out = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the command
        self._err = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=self._out, stderr=self._err, env=plain | environment
        )

    @property
    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def send(self, signal: int) -> None:
        """Sends a signal."""
        self._process.send_signal(signal)

    def finish(self, stdin: str = "") -> Result:
        """Waits for the end and watches the most memory that is held."""
        assert self._process.stdin is not None
        with self._process.stdin as pipe:
            pipe.write(stdin.encode())
        peak = 0
        while self.is_alive:
            peak = max(peak, _high_water(self._process.pid))
            time.sleep(0.005)
        return Result(self._process.returncode, _content(self._out), _content(self._err).decode(), peak)


@dataclass(frozen=True)
class Tickloom:
    """The command, with a home of its own."""

    home: Path

    def __call__(self, *arguments: object, stdin: str = "", **environment: str) -> Result:
        """Runs to the end, whatever that is."""
        return self.start(*arguments, **environment).finish(stdin)

    def good(self, *arguments: object, stdin: str = "") -> Result:
        """Runs, and insists on success."""
        result = self(*arguments, stdin=stdin)
        assert result.code == 0, result.err
        return result

    def start(self, *arguments: object, **environment: str) -> Running:
        """Starts and returns at once."""
        return Running([TICKLOOM, *map(str, arguments)], {"TICKLOOM_HOME": str(self.home)} | environment)

    def within(self, script: str, **environment: str) -> Result:
        """Runs a shell script in mounts of its own, where it may mount; ``$HOME_DIR`` is the home."""
        command = ["unshare", "--map-root-user", "--mount", "sh", "-euc", script]
        surroundings = {"TICKLOOM_HOME": str(self.home), "HOME_DIR": str(self.home), "TICKLOOM": TICKLOOM}
        return Running(command, surroundings | environment).finish()

    def state(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """What is wrong or was repaired according to ``doctor``, and what ``symbols`` lists."""
        checks = {check["name"]: check for check in self.good("doctor", "--json").json["checks"]}
        return checks, self.good("symbols", "--json").json


def _content(file: Any) -> bytes:
    with file:
        file.seek(0)
        return bytes(file.read())


def _high_water(process: int) -> int:
    # What wait4 tells counts the memory of the process that started it, too.
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
