"""An import of the engine, watched to its end; Ctrl-C, or an observer that raises, ends it safely."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import Interrupted
from .shapes import progress, report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .. import _core

    Observe: TypeAlias = Callable[[_core.ProgressFields], object]

_INTERRUPTED = "the import was interrupted: what was stored is kept, the same call goes on from there"


class Watch:
    """What is told of an import, and what ends it early."""

    def __init__(self, events: _core.Events, observe: Observe | None, cancel: Callable[[], object]) -> None:
        """Events of its progress, who hears of it, and how it is asked to end."""
        self._events = events
        self._observe = observe
        self._cancel = cancel
        self._raised: BaseException | None = None

    def to_the_end(self) -> _core.ReportFields:
        """What the import did. Raises what ended it, with the report of what is stored."""
        told: dict[str, Any] = {}
        try:
            for told in self._moments():
                self._tell(told)
        except Exception as error:
            raise _with_report(self._raised or error, (getattr(error, "details", None) or {})) from error
        if self._raised is not None:
            raise _with_report(self._raised, told)
        return report(told["report"])

    def _moments(self) -> Iterator[dict[str, Any]]:
        while True:
            try:
                self._events.wait(None)
            except KeyboardInterrupt as interruption:
                self._end(interruption)
                continue
            if (taken := self._events.take()) is None:
                return
            yield taken[0]

    def _tell(self, told: dict[str, Any]) -> None:
        if self._observe is None or self._raised is not None:
            return
        try:
            self._observe(progress(told))
        except BaseException as error:  # noqa: BLE001 - it is raised when the import has ended
            self._end(error)

    def _end(self, error: BaseException) -> None:
        """Asks for the end at a safe point, and keeps what is raised then; a second time waits no more."""
        if self._raised is not None:
            raise error
        self._raised = error
        if isinstance(error, KeyboardInterrupt):
            self._raised = Interrupted(_INTERRUPTED)
            self._raised.__cause__ = error
        self._cancel()


def _with_report(error: BaseException, told: dict[str, Any]) -> BaseException:
    if told.get("report") is not None:
        error.report = report(told["report"])  # type: ignore[attr-defined]
    return error
