"""How a server is asked for ticks; the defaults are gentle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..setting import Form, Range, setting

Address = Annotated[
    str, Form(r"https?://[^\s@?#]+", "an http:// or https:// address without a name or a password")
]
"""Where a server is; a name with a password in it would be a secret in the wrong place."""


@dataclass(frozen=True, slots=True)
class Downloads:
    """The section ``downloads``."""

    base_url: Address | None = setting(
        None,
        "Where SYMBOL/YYYY/MM/DD/HHh_ticks.bi5 begins; no server is asked unless one is named.",
        remote=False,
        flag="--base-url",
    )
    proxy: Address | None = setting(
        None,
        "An HTTP proxy; no other variable is looked at for one.",
        remote=False,
        flag="--proxy",
    )
    connections: Annotated[int, Range(1, 16)] = setting(
        4, "How many requests run at once.", unit="requests", flag="--connections"
    )
    attempts: Annotated[int, Range(1, 100)] = setting(
        5, "How often an hour is asked for before it counts as lost.", unit="times", flag="--attempts"
    )
    timeout: Annotated[float, Range(0.001, 3_600)] = setting(
        60.0, "How long one request may take.", unit="s", flag="--timeout"
    )
