"""How a client finds the engine of a home, each time that it connects."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from .. import _core, run_file
from ..errors import EngineUnreachable
from ..home import resolve

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    Find: TypeAlias = Callable[[], tuple[int, str]]
    """The port and the nonce of the engine that runs now."""


def engine_of(home: str | os.PathLike[str] | None) -> Find:
    """Finds the engine that owns a home by its run file."""
    folder = resolve(home)

    def find() -> tuple[int, str]:
        found = run_file.read(folder)
        if found is None:
            message = f"no engine owns {folder}: start one with `tickloom engine`"
            raise EngineUnreachable(message, "ipc.no_engine")
        return found.port, found.nonce

    return find


def connected(find: Find) -> _core.Connection:
    """A connection to the engine that is found; this thread waits for it."""
    return _core.Connection(f"tickloom-python {_core.version}", find)
