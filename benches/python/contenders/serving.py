"""Starts an engine in a process of its own, as programs do that ask it."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tickloom.client.finding import Find


@contextmanager
def serving(command: str, home: str, *options: str) -> "Iterator[Find]":
    """What finds the engine of a home; it may load services that lie beside this file."""
    paths = [str(Path(__file__).parent), *sys.path]
    with subprocess.Popen(
        [command, "--home", home, "engine", *options],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as engine:  # fmt: skip
        assert engine.stdout is not None
        _, port, nonce = engine.stdout.readline().split()
        try:
            yield lambda: (int(port), nonce)
        finally:
            engine.terminate()
