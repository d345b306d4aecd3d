"""How the store is, and how large; not a tick of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from ..part import Absent

if TYPE_CHECKING:
    from pathlib import Path


def made(home: Path) -> object:
    """Health and sizes, also through an engine. Raises what stands in the way."""
    import tickloom

    if not home.is_dir():
        raise Absent(f"there is no home {home}")
    with tickloom.open(home) as opened:
        return {"health": asdict(opened.health()), "sizes": asdict(opened.sizes())}
