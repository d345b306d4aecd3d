"""Requests to the engine in the place of calls of the core: the same exceptions, the same shape of values."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import Interrupted
from .gate import Gate
from .shapes import without_none

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .. import _core


class Asking:
    """One way to a store, to be closed."""

    def __init__(self, home: str | Path, connection: _core.Connection, what: str = "the store") -> None:
        """What there is of a home behind a connection, which closes with it."""
        self._home = Path(home)
        self._gate = Gate(connection, what)

    @property
    def home(self) -> Path:
        """The folder of the store, absolute."""
        return self._home

    @property
    def closed(self) -> bool:
        """Whether ``close`` was called."""
        return self._gate.closed

    def close(self) -> None:
        """Ends the connection, once calls of other threads have ended. May be repeated."""
        self._gate.close()

    def _record(self, method: str, **params: object) -> dict[str, Any]:
        """The record with which a method answers; parameters that are None are left out."""
        with self._gate as connection:
            record: dict[str, Any] = _answer(connection, method, params).parts()[-1]
        return record

    def _tables(self, method: str, params: Mapping[str, object], side: str = "bid") -> list[_core.Table]:
        with self._gate as connection:
            return [table for _, table, _ in _answer(connection, method, params).tables(side)]

    def _table(self, method: str, **params: object) -> _core.Table:
        return self._tables(method, params)[0]

    @contextmanager
    def _events(self, method: str, **params: object) -> Iterator[_core.Events]:
        with self._gate as connection:
            events = connection.listen(method, without_none(params), again=False, resume=None)
            try:
                events.wait_begun(None)
                events.begun()
                yield events
            finally:
                events.close()


def _answer(connection: _core.Connection, method: str, params: Mapping[str, object]) -> _core.Answer:
    answer = connection.ask(method, without_none(params))
    answer.wait(None)
    return answer


@contextmanager
def interrupted(message: str) -> Iterator[None]:
    """Says of Ctrl-C in the block what it means there."""
    try:
        yield
    except KeyboardInterrupt as error:
        # Pressed while an observer is told, it comes as it is; while the connection waits, as a cause.
        raise Interrupted(message) from (error.__cause__ if isinstance(error, Interrupted) else error)


def data_of(events: _core.Events) -> Iterator[dict[str, Any]]:
    """The data of events up to the last."""
    while True:
        events.wait(None)
        taken = events.take()
        if taken is None:
            return
        yield taken[0]
