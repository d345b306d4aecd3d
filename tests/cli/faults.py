"""A disk that fails on command under the real program: full from one write on, unable to read, deadly."""

import os
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from running import Result, Tickloom

Kind = Literal["full", "read", "kill"]

NEVER = 1 << 40
_STATE_BYTES = 256


@dataclass(frozen=True)
class Faulted:
    """How a command ended, how many calls there were that could have failed, and which one did."""

    result: Result
    calls: int
    call: str


class FaultyDisk:
    """A folder whose files fail a program on command, by a library that is loaded before the C library.

    Linux with glibc only: there the calls of a program can be taken over without touching the program.
    """

    def __init__(self, root: Path, library: Path) -> None:
        """Files under ``root`` will fail."""
        self.root = root
        self._library = library
        self._state = library.with_suffix(".state")

    def run(self, kind: Kind, at: int, tickloom: Tickloom, *arguments: object) -> Faulted:
        """Runs a command whose ``at``-th call of a kind fails, counted from 1."""
        self._state.write_bytes(bytes(_STATE_BYTES))
        surroundings = {
            "LD_PRELOAD": str(self._library),
            "FAULT_KIND": kind,
            "FAULT_AT": str(at),
            "FAULT_UNDER": f"{self.root}{os.sep}",
            "FAULT_STATE": str(self._state),
        }
        result = tickloom(*arguments, **surroundings)
        calls, call = struct.unpack(f"<q{_STATE_BYTES - 8}s", self._state.read_bytes())
        return Faulted(result, calls, call.split(b"\0")[0].decode())


def library(folder: Path) -> Path:
    """The library of ``faults.c``, built by the machine's C compiler."""
    path = folder / "faults.so"
    source = Path(__file__).with_name("faults.c")
    flags = ["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror"]
    command = ["cc", *flags, "-o", str(path), str(source), "-ldl"]
    subprocess.run(command, check=True)
    return path
