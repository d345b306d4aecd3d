"""Runs a command as a process of its own and says what the operating system counted of it.

This process stays small: a child's peak memory starts from what its parent holds.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PEAK_UNIT = 1 if os.uname().sysname == "Darwin" else 1024
"""Bytes in one unit of ``ru_maxrss``."""


class ProcessFailedError(Exception):
    """A measured command did not end well."""


@dataclass(frozen=True)
class Taken:
    """What one process took."""

    wall: float
    cpu: float
    peak_bytes: int
    output: str
    words: str
    """What it wrote on stderr."""


def run(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> Taken:
    """Runs a command to its end, alone: what was written before is on the disk first."""
    os.sync()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as words:
        started = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command],
            stdout=output,
            stderr=words,
            env={**os.environ, **(environment or {})},
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        text, told = _text(output), _text(words)
    if process.returncode != 0:
        raise ProcessFailedError(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{told}")
    return Taken(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * PEAK_UNIT, text, told)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()
