"""What may be given for one or several sources or symbols."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Source: TypeAlias = "str | os.PathLike[str] | tuple[str, bytes]"
"""A path of a file, a folder or a zip; or bytes with the name of the file that they would be."""

Paths: TypeAlias = "str | os.PathLike[str] | Iterable[Source]"
"""One path, or several sources."""


def listed_sources(paths: Paths) -> list[Source]:
    """The sources that are meant."""
    return [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)


def listed_symbols(symbols: str | Iterable[str]) -> list[str]:
    """The symbols that are meant."""
    return [symbols] if isinstance(symbols, str) else list(symbols)
