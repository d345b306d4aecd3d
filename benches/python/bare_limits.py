"""The Rust benches, each beside the bare limit of its question, as the binary prints them."""

import json
import subprocess
from pathlib import Path
from typing import Any

from places import ROOT

Line = dict[str, Any]


def binary(profile: str, *words: str | Path) -> str:
    """What the Rust binary prints; built first if it is not."""
    cargo = ["cargo", "run", "--quiet", "--locked", "--profile", profile, "--package", "tickloom-benches"]
    command = [*cargo, "--", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def measure(profile: str, ticks: int, bi5_ticks: int, repeat: int) -> list[Line]:
    """Every figure, in the order of measurement."""
    options = ("--ticks", ticks, "--bi5-ticks", bi5_ticks, "--repeat", repeat)
    return [json.loads(line) for line in binary(profile, "measure", *map(str, options)).splitlines()]


def median(lines: list[Line], name: str) -> float:
    """The median of the figure whose name starts so."""
    return next(float(line["median"]) for line in lines if line["name"].startswith(name))
