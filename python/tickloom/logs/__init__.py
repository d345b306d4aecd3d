"""The log of this process: Python's part of what docs/logs.md describes.

Records go to the core, which writes those of both languages with the same keys, without a secret.

>>> log = get("my_strategy")
>>> log.info("signal found", symbol="EURUSD", score=0.75)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .configuring import apply, follow, show_from

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

__all__ = ["apply", "begin", "follow", "get", "request_id", "show_from"]


def get(name: str) -> FilteringBoundLogger:
    """A logger of structlog; ``name``, usually ``__name__``, is its ``target``.

    Each call names an event, in words that are the same each time, and its fields. What structlog's context
    variables hold is added. An error that is being handled is told by ``log.exception``.
    """
    from .loggers import logger

    return logger(name)


def request_id() -> str | None:
    """The id of the request that this thread works on, if it does: in methods of services.

    Whatever is logged meanwhile has it as ``request``, in the store, too; the client's log shows the same.

    >>> request_id() is None
    True
    """
    from .._core import request_id

    return request_id()


def begin() -> None:
    """Takes over what else this process would write to stderr: for whoever is the process, as an engine is.

    Records of ``logging``, warnings, exceptions that nobody caught and panics become records of the log, and
    its warnings are shown on stderr.
    """
    from .bridging import bridge

    bridge()
