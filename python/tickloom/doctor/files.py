"""Files that others may take away while they are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def stats(paths: Iterable[Path]) -> Iterator[os.stat_result]:
    """Size, times and mode of those that are there, and for links of the links themselves."""
    for path in paths:
        try:
            yield path.lstat()
        except FileNotFoundError:
            continue
