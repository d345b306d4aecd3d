"""How much is written down of what happens, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..setting import setting


@dataclass(frozen=True, slots=True)
class Logs:
    """The section ``logs``."""

    level: Literal["error", "warn", "info", "debug", "trace"] = setting(
        "info", "The least that a line must matter to be written.", live=True
    )
