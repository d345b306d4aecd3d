"""Which Tickloom this is, whether its parts are of one build, and what it runs on."""

from __future__ import annotations

import platform
import sys
from typing import TYPE_CHECKING

from .check import Check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_AGAIN = "install it again: pip install --force-reinstall tickloom"


def look(_home: Path) -> Iterator[Check]:
    """The package, its core, Python and the system."""
    from tickloom import __version__

    yield Check("tickloom", "ok", __version__)
    yield _core(__version__)
    yield _python()
    yield Check("platform", "ok", platform.platform())


def _core(version: str) -> Check:
    try:
        from tickloom import _core
    except ImportError as error:
        return Check("core", "fail", f"cannot be loaded: {error}", _AGAIN)
    if _core.version != version:
        return Check("core", "fail", f"{_core.version}, of another build than the package", _AGAIN)
    return Check("core", "ok", f"{version}, of the same build")


def _python() -> Check:
    found = f"{platform.python_version()} ({sys.executable})"
    if sys.maxsize < 1 << 32:
        return Check("python", "fail", f"{found}, 32 bits", "install Python for 64 bits")
    return Check("python", "ok", found)
