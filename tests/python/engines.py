"""Engines in processes of their own, for tests that ask them through ``tickloom.open``."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import tickloom as tl
from tickloom.attached import AttachedStore

if TYPE_CHECKING:
    from collections.abc import Iterator

TICKLOOM = str(Path(sys.executable).with_name("tickloom"))


@contextmanager
def attached(home: Path) -> Iterator[tl.Workspace]:
    """A workspace on a home that an engine in another process owns."""
    with engine(home), tl.open(home) as workspace:
        assert isinstance(workspace._core, AttachedStore)
        yield workspace


@contextmanager
def engine(home: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """An engine that owns a home in the block. It leaves with its standard input."""
    command = [TICKLOOM, "--home", str(home), "engine", *words]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b"READY ")
        yield process
        process.stdin.close()
        process.wait(30)
