"""What the doctor finds."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from ...doctor import examine

if TYPE_CHECKING:
    from pathlib import Path


def made(home: Path) -> object:
    """All of its lines."""
    return [asdict(check) for check in examine(home)]
