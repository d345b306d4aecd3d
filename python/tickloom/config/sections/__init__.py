"""The sections of the configuration, one file each: a service reads its own and no other."""

from .credentials import Credentials
from .downloads import Downloads
from .engine import Engine
from .imports import Imports
from .logs import Logs
from .sql import Sql

__all__ = ["Credentials", "Downloads", "Engine", "Imports", "Logs", "Sql"]
