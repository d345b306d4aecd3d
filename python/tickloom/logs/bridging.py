"""What a process would write to stderr by itself becomes records: libraries' logs, stray exceptions."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING

from .. import _core
from .plain import as_json, fields_of, text_of

if TYPE_CHECKING:
    from types import TracebackType


def bridge() -> None:
    """Takes them over, once for a process."""
    root = logging.getLogger()
    if not any(isinstance(handler, Bridge) for handler in root.handlers):
        # Handlers of services relied on the level of the root, which now lets everything through.
        for handler in root.handlers:
            handler.setLevel(max(handler.level, root.level))
        root.addHandler(Bridge())
        root.setLevel(logging.DEBUG)
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)
    sys.unraisablehook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)
    _core.log_panics()


class Bridge(logging.Handler):
    """Hands records of ``logging`` to the core."""

    def emit(self, record: logging.LogRecord) -> None:
        """Never raises: a log must not fail for what somebody logs."""
        level = level_of(record.levelno)
        if _core.is_logged(level, record.name):
            error = record.exc_info[1] if record.exc_info else None
            fields = {"text": _message(record)} | (fields_of(error) if error else {})
            _core.log(level, record.name, "a library says", as_json(fields))


def tell_defect(about: str, error: BaseException) -> None:
    """Tells what a function of a service raised, which its clients are not told."""
    _core.log(
        "error", "tickloom.services", "service has a defect", as_json({"about": about, **fields_of(error)})
    )


def level_of(number: int) -> str:
    """The level that ``logging`` has this number for.

    >>> [level_of(number) for number in (logging.CRITICAL, 35, logging.INFO, 5)]
    ['error', 'warning', 'info', 'trace']
    """
    levels = [
        (logging.ERROR, "error"),
        (logging.WARNING, "warning"),
        (logging.INFO, "info"),
        (logging.DEBUG, "debug"),
    ]
    return next((name for least, name in levels if number >= least), "trace")


def _message(record: logging.LogRecord) -> str:
    try:
        return text_of(record.getMessage())
    except Exception:  # noqa: BLE001 - arguments that do not fit their text
        return text_of(record.msg)


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if issubclass(kind, SystemExit):
        return  # a thread that ends by it has said so
    fields = {"exception": kind.__qualname__} if error is None else fields_of(error.with_traceback(trace))
    _core.log("error", __name__, "exception was not caught", as_json(fields))
