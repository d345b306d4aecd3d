"""Servers that ticks are downloaded from, and what a download tells when it has ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from .errors import InvalidAddress

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from ._core import DownloadFields
    from .config.sections import Downloads
    from .imports import ImportReport
    from .progress import Observer


MOST_CONNECTIONS = 16
MOST_ATTEMPTS = 100
LONGEST_TIMEOUT = 3600.0


@dataclass(frozen=True, slots=True)
class Server:
    """A server that ticks are downloaded from, and how it is to be asked. The defaults are gentle.

    ``base_url`` is where ``SYMBOL/YYYY/MM/DD/HHh_ticks.bi5`` begins. At most ``connections`` requests, up to
    16, run at once; each hour is asked for ``attempts`` times, ``timeout`` seconds each, with growing pauses
    or those that the server asks for. Redirects are not followed. ``proxy`` is an HTTP proxy; the environment
    is not asked for one.

    >>> Server("https://ticks.example/datafeed", connections=2).attempts
    5
    """

    base_url: str
    connections: int = 4
    attempts: int = 5
    timeout: float = 60.0
    proxy: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Refuses numbers that no server should be asked with."""
        if not 1 <= self.connections <= MOST_CONNECTIONS:
            raise ValueError(f"{self.connections} connections: a download has 1 to {MOST_CONNECTIONS}")
        if not 1 <= self.attempts <= MOST_ATTEMPTS:
            raise ValueError(f"{self.attempts} attempts: an hour is asked for 1 to {MOST_ATTEMPTS} times")
        if not 0 < self.timeout <= LONGEST_TIMEOUT:
            raise ValueError(f"{self.timeout} seconds: a request takes over 0 and up to {LONGEST_TIMEOUT:g}")

    @classmethod
    def of(cls, settings: Downloads, base_url: str | None = None) -> Self:
        """The server that is configured, or another that is to be asked the same way.

        Raises ``InvalidAddress`` if none is named.
        """
        address = base_url or settings.base_url
        if address is None:
            raise InvalidAddress("no server is named: give its address, or set TICKLOOM_DOWNLOADS__BASE_URL")
        return cls(address, settings.connections, settings.attempts, settings.timeout, settings.proxy)

    def download(
        self,
        symbol: str,
        span: tuple[int, int],
        into: str | os.PathLike[str],
        observe: Observer | None,
    ) -> DownloadFields:
        """What the core says of a download of all hours that touch ``span``, in nanoseconds."""
        from . import _core

        start, end = span
        return _core.download_ticks(
            symbol,
            start,
            end,
            self.base_url,
            into,
            self.connections,
            self.attempts,
            self.timeout,
            self.proxy,
            observe,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LostHour:
    """An hour that could not be had: when it starts, a code for machines, a message for people."""

    hour: str
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadReport:
    """What a download did. Hours are named by their starts in UTC; ``elapsed`` is in seconds, without import.

    Each of the ``hours`` of the range is one of these: ``fetched`` from the server now, ``reused`` because it
    was in the ``folder`` already and is good, ``missing`` because the server says that it has none,
    ``lost`` for the reason given, or ``not_asked`` for. ``empty`` counts the fetched and reused hours without
    ticks. ``imported`` is the report of the import that followed; None if there was none.
    """

    symbol: str
    folder: Path
    hours: int
    fetched: int
    reused: int
    empty: int
    missing: tuple[str, ...]
    lost: tuple[LostHour, ...]
    not_asked: int
    ticks: int
    bytes: int
    requests: int
    elapsed: float
    imported: ImportReport | None

    @property
    def is_complete(self) -> bool:
        """Whether every hour is there or known not to exist, and all that was imported is stored."""
        arrived = not self.lost and not self.not_asked
        return arrived and (self.imported is None or self.imported.is_complete)

    @classmethod
    def of(cls, fields: DownloadFields, imported: ImportReport | None) -> Self:
        """The report that the core gives, with that of the import."""
        own = ("kept", "missing", "lost")
        plain: Any = {name: value for name, value in fields.items() if name not in own}
        return cls(
            **plain,
            missing=tuple(fields["missing"]),
            lost=tuple(LostHour(**hour) for hour in fields["lost"]),
            imported=imported,
        )
