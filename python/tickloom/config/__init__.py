"""The configuration: one typed model for the command line, notebooks and engines.

A flag goes before the environment, that before the project's files, those before the user's, and all before
the defaults; docs/configuration.md lists them. Where nothing is configured no library is loaded.

>>> load({"downloads.connections": 2}).downloads.connections
2
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .places import Entry, Origin, Problem
    from .reading import Configuration, read
    from .settings import Settings

__all__ = ["Configuration", "Entry", "Origin", "Problem", "Settings", "load", "read"]

_MODULE_OF = {
    "Configuration": "reading",
    "Entry": "places",
    "Origin": "places",
    "Problem": "places",
    "Settings": "settings",
    "read": "reading",
}


def load(flags: Mapping[str, object] | None = None) -> Settings:
    """The settings of this process, as ``read`` finds them.

    >>> load({"sql.timeout": 2.5}).sql.timeout
    2.5
    """
    from .silence import settings_of_silence

    if not flags and (settings := settings_of_silence()) is not None:
        return settings
    from .reading import read

    return read(flags).settings


def __getattr__(name: str) -> object:
    """Loads what is asked for the first time: most commands need nothing but ``load``."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f".{_MODULE_OF[name]}", __name__), name)
    globals()[name] = value
    return value
