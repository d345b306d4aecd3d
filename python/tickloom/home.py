"""Where the store is, if nobody says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os

    from .config import Settings


def resolve(home: str | os.PathLike[str] | None = None, settings: Settings | None = None) -> Path:
    """The folder of the store: the one given, else ``TICKLOOM_HOME``, else the platform's for users' data.

    ``TICKLOOM_HOME`` may stand in the environment or in a file of the configuration; ``settings`` are those
    that were loaded already. A leading ``~`` is the user's folder. Nothing is created.

    Raises ``InvalidConfig`` if no home is given and the configuration is wrong.

    >>> resolve("ticks").as_posix()
    'ticks'
    """
    if home is not None:
        return Path(home).expanduser()
    from .config import load

    if (named := (settings or load()).home) is not None:
        return named.expanduser()

    from platformdirs import user_data_path

    return user_data_path("tickloom", appauthor=False)
