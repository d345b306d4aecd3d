"""Whom an engine lets in, and how much of it each of them may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from ..setting import Form, Range, setting

if TYPE_CHECKING:
    from ..contradictions import Contradiction
    from ..settings import Settings

Origin = Annotated[str, Form(r"[a-z][a-z0-9+.-]*://[^\s/?#@]+", "an origin such as app://bundle")]
"""Where a page comes from, exactly as browsers send it."""


@dataclass(frozen=True, slots=True)
class Engine:
    """The section ``engine``."""

    origins: tuple[Origin, ...] = setting(
        (),
        "Origins of pages that may connect, exactly as browsers send them. Programs send none, and may.",
        remote=False,
        flag="--origin",
    )
    connections: Annotated[int, Range(1, 10_000)] = setting(
        1_280, "Connections at once; one more is refused.", unit="connections"
    )
    handshakes: Annotated[int, Range(1, 10_000)] | None = setting(
        None,
        "Those of them that have not said the nonce yet; 256 if there is none, or all if they are fewer.",
        unit="connections",
    )
    requests: Annotated[int, Range(1, 1_024)] = setting(
        64, "Requests and subscriptions of one connection that are open at once.", unit="requests"
    )
    drain: Annotated[float, Range(0, 60)] = setting(
        5.0, "For how long open requests are still answered when an engine is told to stop.", unit="s"
    )


def more_handshakes_than_connections(settings: Settings) -> Contradiction | None:
    """Connections that wait for the nonce are connections."""
    engine = settings.engine
    if engine.handshakes is None or engine.handshakes <= engine.connections:
        return None
    what = f"{engine.handshakes:,} handshakes do not fit into {engine.connections:,} connections"
    return ("engine.handshakes", "engine.connections"), what, "lower the first or raise the second"
