"""Where the store is, if nobody says."""

from __future__ import annotations

import os
from pathlib import Path


def resolve(home: str | os.PathLike[str] | None = None) -> Path:
    """The folder of the store: the one given, else ``TICKLOOM_HOME``, else the platform's for users' data.

    A leading ``~`` is the user's folder. Nothing is created. An empty ``TICKLOOM_HOME`` counts as none.

    >>> resolve("ticks").as_posix()
    'ticks'
    """
    if home is not None:
        return Path(home).expanduser()
    if named := os.environ.get("TICKLOOM_HOME"):
        return Path(named).expanduser()

    from platformdirs import user_data_path

    return user_data_path("tickloom", appauthor=False)
