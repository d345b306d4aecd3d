"""A week of made-up EUR/USD ticks, always the same, to try everything on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os


def write(folder: str | os.PathLike[str]) -> list[Path]:
    """Writes the week from 2024-01-07 and returns the files: hourly .bi5, then all of it as one CSV.

    The folder is made if it is missing; files of the same names are replaced. The .bi5 files lie as on
    Dukascopy's feed (``EURUSD/2024/00/07/22h_ticks.bi5``, months from 00), the CSV is laid out as its website
    exports ticks. Both hold the same ticks. Raises ``OSError`` if the folder cannot be written.
    """
    from ._core import write_sample

    return [Path(path) for path in write_sample(Path(folder))]
