"""Which home is meant, also where the configuration is wrong and cannot say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os
    from pathlib import Path


def home_of(home: str | os.PathLike[str] | None) -> Path:
    """The home that was given, else that of the configuration; the default one if that is wrong."""
    from ..home import resolve

    return resolve(home)
