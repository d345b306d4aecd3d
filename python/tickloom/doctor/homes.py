"""Which home is meant, also where the configuration is wrong and cannot say it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def home_of(home: str | os.PathLike[str] | None) -> Path:
    """The home that was given, else that of the configuration.

    If something in the configuration is wrong, it is the one of the environment, or the default one.
    """
    from ..config import Settings
    from ..errors import InvalidConfig
    from ..home import resolve

    try:
        return resolve(home)
    except InvalidConfig:
        return resolve(os.environ.get("TICKLOOM_HOME") or None, Settings())
