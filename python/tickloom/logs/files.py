"""Where the files of a log lie, for those who look at them; only the core writes them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from pathlib import Path

    from ..config.sections import Logs


def configured() -> Logs:
    """What is configured of the log; nothing if the configuration is wrong."""
    from ..config import load
    from ..config.sections import Logs
    from ..errors import InvalidConfig

    try:
        return load().logs
    except InvalidConfig:
        return Logs()


def folder(home: Path) -> Path:
    """The folder of a home's log: the one that is configured, else one in the home. It may not be there."""
    named = configured().folder
    return home / "logs" if named is None else named.expanduser()


def listed(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """The files of a log with what the system knows of each, and of links the links themselves.

    Whoever writes it may take some away meanwhile.
    """
    for path in folder.glob("tickloom*.jsonl"):
        with suppress(FileNotFoundError):
            yield path, path.lstat()
