"""Loggers of structlog whose records go to the core."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, cast

import structlog

from .. import _core
from .plain import as_json, fields_of

if TYPE_CHECKING:
    from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger


class _Core:
    """One target of the core's log, with the methods that structlog calls."""

    def __init__(self, target: str) -> None:
        self.target = target

    def debug(self, event: str, fields: str) -> None:
        _core.log("debug", self.target, event, fields)

    def info(self, event: str, fields: str) -> None:
        _core.log("info", self.target, event, fields)

    def warning(self, event: str, fields: str) -> None:
        _core.log("warning", self.target, event, fields)

    def error(self, event: str, fields: str) -> None:
        _core.log("error", self.target, event, fields)

    critical = fatal = exception = error


def logger(target: str) -> FilteringBoundLogger:
    """A logger of its own configuration: what a program does with structlog itself is its affair."""
    processors: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        _drop_unwanted,
        _told,
        _handed_over,
    ]
    wrapper = structlog.make_filtering_bound_logger(0)
    made = structlog.wrap_logger(_Core(target), processors=processors, wrapper_class=wrapper)
    return cast("FilteringBoundLogger", made)


def _drop_unwanted(core: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Nothing is worked out of a record that nobody writes."""
    # The core has no level above an error.
    level = method if method in ("debug", "info", "warning") else "error"
    if not _core.is_logged(level, core.target):
        raise structlog.DropEvent
    return event


def _told(_core: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """An exception as fields."""
    given = event.pop("exc_info", None)
    error = sys.exception() if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        for name, value in fields_of(error).items():
            event.setdefault(name, value)
    return event


def _handed_over(_core: WrappedLogger, _method: str, event: EventDict) -> tuple[tuple[Any, ...], EventDict]:
    return (str(event.pop("event", "")), as_json(event)), {}
