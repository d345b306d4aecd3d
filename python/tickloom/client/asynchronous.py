"""A client for asyncio: the same names, to be awaited, on the same core; no call takes a thread."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from . import results
from .events import Event
from .finding import connected, engine_of

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterator, Callable, Mapping
    from types import TracebackType

    from .. import _core
    from ..tables import Table
    from .events import Resume
    from .finding import Find


class AsyncClient:
    """A connection to an engine that is made anew whenever it breaks; ``AsyncClient.connect`` makes it.

    ``asyncio.timeout`` ends what takes too long; who stops waiting cancels the request.
    """

    def __init__(self, core: _core.Connection) -> None:
        """A connection of the core."""
        self._core = core

    @classmethod
    async def connect(
        cls, home: str | os.PathLike[str] | None = None, *, find: Find | None = None
    ) -> AsyncClient:
        """Connects, as ``tickloom.connect``; ``find`` is as for ``Client``."""
        return cls(await asyncio.to_thread(connected, find or engine_of(home)))

    async def ask(self, method: str, params: Mapping[str, Any] = results.NOTHING) -> dict[str, Any]:
        """The record with which a method answers. Raises as ``Client.ask``."""
        return results.record(await self._answer(method, params))

    async def table(self, method: str, params: Mapping[str, Any] = results.NOTHING) -> Table:
        """The table with which a method such as ``ticks.range`` answers. Raises as ``Client.ask``."""
        return results.table(await self._answer(method, params), params)

    async def tables(self, method: str, params: Mapping[str, Any] = results.NOTHING) -> dict[str, Table]:
        """The tables of ``bars.range``, by timeframe. Raises as ``Client.ask``."""
        return results.tables(await self._answer(method, params), params)

    async def listen(
        self,
        method: str,
        params: Mapping[str, Any] = results.NOTHING,
        *,
        again: bool = False,
        resume: Resume | None = None,
    ) -> AsyncEvents:
        """Events from now on, as ``Client.listen``; use it in an ``async with`` block, or close it."""
        events = self._core.listen(method, params, again, resume)
        await _until(events.poll_begun)
        return AsyncEvents(events)

    @property
    def engine(self) -> _core.WelcomeFields | None:
        """As ``Client.engine``."""
        return self._core.engine

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self._core.closed

    def close(self) -> None:
        """Ends the connection and all that is open on it. Closing again does nothing."""
        self._core.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def _answer(self, method: str, params: Mapping[str, Any]) -> _core.Answer:
        answer = self._core.ask(method, params)
        try:
            await _until(answer.poll)
        except asyncio.CancelledError:
            answer.cancel()
            raise
        return answer


class AsyncEvents:
    """The events of a subscription, in order: ``async for`` ends after the last."""

    def __init__(self, core: _core.Events) -> None:
        """A subscription of the core; subscriptions come from a client."""
        self._core = core
        self.begun: dict[str, Any] | None = core.begun()
        """What the method said when it began."""

    async def next(self) -> Event | None:
        """The next event; none after the last. Raises why it ended."""
        await _until(self._core.poll)
        taken = self._core.take()
        return None if taken is None else Event.of(taken)

    def close(self) -> None:
        """Unsubscribes. Closing again does nothing."""
        self._core.close()

    async def __aiter__(self) -> AsyncIterator[Event]:
        while (event := await self.next()) is not None:
            yield event

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


async def _until(poll: Callable[[Callable[[], object]], bool]) -> None:
    """Waits until there is something; the client's own thread says when to look again."""
    loop = asyncio.get_running_loop()
    while True:
        changed = asyncio.Event()

        def tell(changed: asyncio.Event = changed) -> None:
            # A loop that has ended waits for nothing.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(changed.set)

        if poll(tell):
            return
        await changed.wait()
