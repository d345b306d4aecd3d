"""What this is, and what it runs on."""

from __future__ import annotations

import os
import platform
import re
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def made(_home: Path) -> object:
    """Versions by name, and what else decides how the program behaves."""
    from ... import __version__

    return {
        "tickloom": __version__,
        "python": sys.version,
        "platform": platform.platform(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "encoding": sys.getfilesystemencoding(),
        "stage": os.environ.get("TICKLOOM_ENV"),
        "libraries": {name: _version(name) for name in _libraries()},
    }


def _libraries() -> list[str]:
    """Needed and optional ones, and DuckDB's own package, which programs use beside this one."""
    found = (re.match(r"[\w.-]+", requirement) for requirement in requires("tickloom") or ())
    return sorted({name[0].lower() for name in found if name} | {"duckdb", "msgpack"})


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
