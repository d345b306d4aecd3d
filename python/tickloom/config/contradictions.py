"""Settings that are right one by one and make no sense together."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from .sections.engine import more_handshakes_than_connections

if TYPE_CHECKING:
    from collections.abc import Callable

    from .settings import Settings

Contradiction: TypeAlias = tuple[tuple[str, ...], str, str]
"""The names of the settings, what is wrong with them together, and what to do."""

CONTRADICTIONS: tuple[Callable[[Settings], Contradiction | None], ...] = (more_handshakes_than_connections,)
"""All that are looked for, each beside its section."""
