"""How the engine is that owns the home, as it says itself."""

from __future__ import annotations

from http import HTTPStatus
from http.client import HTTPConnection
from typing import TYPE_CHECKING

from ..part import Absent

if TYPE_CHECKING:
    from pathlib import Path

    from ...run_file import RunFile

SECONDS = 5.0
MOST_BYTES = 1 << 20


def made(home: Path) -> object:
    """Health and services with their counts. Raises ``Absent`` if none runs."""
    import tickloom

    found = _running(home)
    with tickloom.connect(home) as client:
        asked = {name: client.ask(f"system.{name}", timeout=SECONDS) for name in ("health", "services")}
    return {"pid": found.pid, "version": found.version, **asked}


def metrics(home: Path) -> object:
    """What its page for Prometheus says. Raises ``Absent``."""
    connection = HTTPConnection("127.0.0.1", _running(home).port, timeout=SECONDS)
    try:
        connection.request("GET", "/metrics")
        answer = connection.getresponse()
        if answer.status != HTTPStatus.OK:
            raise Absent(f"it is answered with status {answer.status}")
        return answer.read(MOST_BYTES).decode("utf-8", "replace")
    finally:
        connection.close()


def _running(home: Path) -> RunFile:
    from ... import run_file

    if (found := run_file.read(home)) is None:
        raise Absent("no engine runs")
    return found
