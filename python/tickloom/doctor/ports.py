"""Whether programs of this machine can reach each other on it, as an engine and its clients do."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from .check import Check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS = 2.0


def look(_home: Path) -> Iterator[Check]:
    """Listens on 127.0.0.1 and connects to it."""
    try:
        port = _spoken_with_itself()
    except OSError as error:
        advice = (
            "look at firewalls and security programs: an engine serves on 127.0.0.1, on a port that is free"
        )
        yield Check("ports", "fail", f"127.0.0.1 cannot be reached: {error}", advice)
    else:
        yield Check("ports", "ok", f"127.0.0.1 can be reached (tried port {port})")


def _spoken_with_itself() -> int:
    """The port. Raises ``OSError``."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(SECONDS)
        port: int = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port), SECONDS) as client:
            accepted, _ = server.accept()
            with accepted:
                accepted.sendall(b"?")
                if client.recv(1) != b"?":
                    raise ConnectionError("another answered")
        return port
