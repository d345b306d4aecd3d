"""What it costs to ask an engine from Python, and what an import costs that goes on while others read."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

from bare_limits import Line, binary
from places import ENVIRONMENT, contender, tickloom


def measure(profile: str, ticks: int, repeat: int) -> list[Line]:
    """All figures, as the contenders print them."""
    with tempfile.TemporaryDirectory() as folder:
        csv = Path(folder) / "EURUSD.csv"
        binary(profile, "csv", str(ticks), csv)
        lines = _told("asking", tickloom(), str(repeat))
        for question in ("tables", "reading"):
            lines += _told(question, tickloom(), csv, str(repeat))
    return [line | {"profile": profile} for line in lines]


def _told(name: str, *words: str | Path) -> list[Line]:
    command, environment = contender(name, *words), os.environ | ENVIRONMENT
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]
