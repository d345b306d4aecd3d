"""The configuration: one typed model for the command line, notebooks and engines.

A flag goes before the environment, that before the project's files, those before the user's, and all before
the defaults; docs/configuration.md lists them. Where nothing is configured no library is loaded.

>>> load({"downloads.connections": 2}).downloads.connections
2
"""

from .places import Entry, Origin, Problem
from .reading import Configuration, load, read
from .settings import Settings

__all__ = ["Configuration", "Entry", "Origin", "Problem", "Settings", "load", "read"]
