"""A client for programs whose threads wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..closing import Closes
from ..errors import RequestTimedOut
from . import results
from .events import Event
from .finding import connected, engine_of

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

    from .. import _core
    from ..tables import Table
    from .events import Resume
    from .finding import Find


class Client(Closes):
    """A connection to an engine that is made anew whenever it breaks. Any number of threads may use it.

    Times out after ``timeout`` seconds where one is given; without it, methods have the time that the engine
    gives them, and an engine that has gone is noticed within a minute. Ctrl-C cancels what a thread waits
    for, with ``Interrupted``. Requests that were on their way when the connection broke raise
    ``Disconnected``, and nobody repeats them.
    """

    def __init__(self, home: str | os.PathLike[str] | None = None, *, find: Find | None = None) -> None:
        """Connects, as ``tickloom.connect``; ``find`` gives the port and the nonce in another way.

        It is asked anew each time that the connection has to be made again, on another thread.
        """
        self._core = connected(find or engine_of(home))

    def ask(
        self, method: str, params: Mapping[str, Any] = results.NOTHING, *, timeout: float | None = None
    ) -> dict[str, Any]:
        """The record with which a method answers.

        Raises what the method raises where it runs without an engine, ``InvalidParameters``,
        ``RequestTimedOut``, ``ServiceUnavailable``, ``Disconnected``, ``ConnectionClosed``.
        """
        return results.record(self._answer(method, params, timeout))

    def table(
        self, method: str, params: Mapping[str, Any] = results.NOTHING, *, timeout: float | None = None
    ) -> Table:
        """The table with which a method such as ``ticks.range`` answers. Raises as ``ask``."""
        return results.table(self._answer(method, params, timeout), params)

    def tables(
        self, method: str, params: Mapping[str, Any] = results.NOTHING, *, timeout: float | None = None
    ) -> dict[str, Table]:
        """The tables of ``bars.range``, by timeframe. Raises as ``ask``."""
        return results.tables(self._answer(method, params, timeout), params)

    def listen(
        self,
        method: str,
        params: Mapping[str, Any] = results.NOTHING,
        *,
        again: bool = False,
        resume: Resume | None = None,
        timeout: float | None = None,
    ) -> Events:
        """Events from now on; use it in a ``with`` block, or close it.

        When the connection breaks it ends with ``Disconnected``, unless it is asked for ``again`` with the
        same parameters, or with those that ``resume`` makes of the last event's data: then no event is
        missing and none comes twice. Raises as ``ask``.
        """
        events = self._core.listen(method, params, again, resume)
        if not events.wait_begun(timeout):
            raise _timed_out(method, timeout)
        return Events(events)

    @property
    def engine(self) -> _core.WelcomeFields | None:
        """The engine's version, how far its methods go, and the name of this connection in its logs.

        None while there is no connection.
        """
        return self._core.engine

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self._core.closed

    def close(self) -> None:
        """Ends the connection and all that is open on it. Closing again does nothing."""
        self._core.close()

    def _answer(self, method: str, params: Mapping[str, Any], timeout: float | None) -> _core.Answer:
        answer = self._core.ask(method, params)
        if not answer.wait(timeout):
            answer.cancel()
            raise _timed_out(method, timeout)
        return answer


class Events(Closes):
    """The events of a subscription, in order; iterating ends after the last."""

    def __init__(self, core: _core.Events) -> None:
        """A subscription of the core; subscriptions come from a client."""
        self._core = core
        self.begun: dict[str, Any] | None = core.begun()
        """What the method said when it began."""

    def next(self, timeout: float | None = None) -> Event | None:
        """The next event; none after the last.

        Raises ``RequestTimedOut`` if it takes longer than so many seconds, and why the events ended.
        """
        if not self._core.wait(timeout):
            raise RequestTimedOut(f"no event came in {timeout} s", "protocol.timed_out")
        taken = self._core.take()
        return None if taken is None else Event.of(taken)

    def close(self) -> None:
        """Unsubscribes. Closing again does nothing."""
        self._core.close()

    def __iter__(self) -> Iterator[Event]:
        return iter(self.next, None)


def _timed_out(method: str, timeout: float | None) -> RequestTimedOut:
    return RequestTimedOut(
        f"{method} has not answered in {timeout} s, and was cancelled", "protocol.timed_out"
    )
