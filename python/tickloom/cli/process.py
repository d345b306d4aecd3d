"""How the process of a command begins and ends: one command is all that it lives for."""

import atexit
import gc
import os
import sys
from typing import NoReturn

OBJECTS_BETWEEN_COLLECTIONS = 50_000
"""A command makes its objects once and ends: looking for cycles among them every 700 would only cost time."""


def begin() -> None:
    """Spares what a process that lives long gains from."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    if sys.platform != "win32":
        # DuckDB has 25,000 entry points, of which a command calls a few hundred: each is looked up when used.
        sys.setdlopenflags(os.RTLD_LAZY)


def end(code: str | int | None) -> NoReturn:
    """Ends with this exit code, and leaves it to the system to take everything apart.

    What was registered for the end is done, and what was written is out; if that fails it is told as usual.
    """
    if isinstance(code, str):
        sys.exit(code)
    try:
        atexit._run_exitfuncs()  # noqa: SLF001 - there is no public way, and coverage or a profiler need it
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        sys.exit(code)
    os._exit(code or 0)
