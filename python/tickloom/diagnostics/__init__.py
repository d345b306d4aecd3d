"""What somebody who helps needs to know, in one file: logs, configuration, health, versions; no secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os

    from .bundle import Bundle

LOG_BYTES = 8 << 20
"""So much of the end of the logs, unless somebody asks for more or less."""

__all__ = ["LOG_BYTES", "collect"]


def collect(home: str | os.PathLike[str] | None = None, *, log_bytes: int = LOG_BYTES) -> Bundle:
    """Gathers all of it, within about a minute; ``home`` as for ``tickloom.open``.

    What cannot be had, as of a damaged store, is left out, and the bundle says why. Secrets are masked, and
    the user's name and folder are not told. It holds no ticks, and no results of queries. At most
    ``log_bytes`` of the end of the logs.

    >>> bundle = collect(home)
    >>> [file.name for file in bundle.files][:3]
    ['README.txt', 'doctor.json', 'versions.json']
    """
    from .gathering import gather

    return gather(home, log_bytes)
