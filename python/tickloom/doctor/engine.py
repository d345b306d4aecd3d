"""Whether the run file of the home leads to an engine that answers, and is of this build."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from .. import run_file
from ..errors import RunFileRefused, TickloomError
from .check import Check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS_FOR_AN_ANSWER = 3.0


def look(home: Path) -> Iterator[Check]:
    """The run file, and whoever it names."""
    try:
        found = run_file.read(home)
    except RunFileRefused as error:
        yield Check("engine", "fail", str(error), "then start the engine again")
        return
    if found is not None:
        yield _running(home, found)
    elif run_file.path(home).exists():
        yield Check("engine", "ok", "none runs; one that was killed left a run file, which the next replaces")
    else:
        yield Check("engine", "ok", "none runs")


def _running(home: Path, found: run_file.RunFile) -> Check:
    from tickloom import __version__

    try:
        milliseconds = 1e3 * _seconds_for_a_ping(home)
    except TickloomError as error:
        what = f"process {found.pid} of the run file does not answer on port {found.port}: {error}"
        advice = f"if it is no engine, remove {run_file.path(home)}; else end it"
        return Check("engine", "fail", what, advice)
    what = f"process {found.pid} answers on port {found.port} in {milliseconds:.1f} ms"
    if found.version != __version__:
        return Check("engine", "warn", f"{what}; it is version {found.version}", "start it again")
    return Check("engine", "ok", what)


def _seconds_for_a_ping(home: Path) -> float:
    """Seconds. Raises ``TickloomError`` if nobody answers who knows the nonce."""
    import tickloom

    with tickloom.connect(home) as client:
        begun = time.perf_counter()
        client.ask("system.ping", timeout=SECONDS_FOR_AN_ANSWER)
        return time.perf_counter() - begun
