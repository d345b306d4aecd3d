"""All settings as one value: what programs read after the configuration was found good."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .sections import Credentials, Downloads, Engine, Imports, Logs, Sql
from .setting import setting


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration. ``Settings()`` holds the defaults, and loads no library.

    >>> Settings().downloads.connections
    4
    """

    home: Path | None = setting(
        None,
        "The folder of the store; the platform's folder for a user's data if there is none.",
        remote=False,
        flag="--home",
    )
    engine: Engine = Engine()
    imports: Imports = Imports()
    downloads: Downloads = Downloads()
    sql: Sql = Sql()
    logs: Logs = Logs()
    credentials: Credentials = Credentials()
