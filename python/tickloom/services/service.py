"""What a service of the engine is, if it is written in Python."""

from __future__ import annotations

from typing import ClassVar

from tickloom.credentials import Credentials


class Service:
    """A name, methods marked by ``once``, ``parts`` and ``events``, and how it begins and ends.

    Calls come on threads of the service, several at once. An exception of ``tickloom.errors`` reaches the
    client with its code; any other is told as ``protocol.internal``, and its traceback goes to the
    log and to stderr, without the secrets that the engine knows.
    """

    name: ClassVar[str]
    """Of no other service, in lower case; names of methods begin with it."""
    needs: ClassVar[tuple[str, ...]] = ()
    """Services that must run before this one."""
    is_retried: ClassVar[bool] = False
    """Whether a start that failed is tried again, after 1, 2, 4 … seconds, at most 60."""
    credentials: Credentials = Credentials()
    """The secrets that the engine was started with."""

    def start(self) -> None:
        """Makes it ready, in at most thirty seconds. Whatever it raises stands in ``system.services``."""

    def stop(self) -> None:
        """Ends what it has begun, in at most ten seconds."""

    def health(self) -> str | None:
        """None if it does what it should; else why not, and what to do. Told within a second."""

    def left(self, session: str) -> None:
        """A client has gone: what belongs to its session may end."""
