"""What an import may take of the machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..setting import Range, setting


@dataclass(frozen=True, slots=True)
class Imports:
    """The section ``imports``."""

    threads: Annotated[int, Range(1, 256)] | None = setting(
        None,
        "How many threads an import works on; one for each core if there is none.",
        unit="threads",
        live=True,
        flag="--threads",
    )
