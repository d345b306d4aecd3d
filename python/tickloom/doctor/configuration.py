"""Whether the configuration is right, and which files it was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .check import Check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..config import Configuration


def look(_home: Path) -> Iterator[Check]:
    """A line for each thing that is wrong with it, or one that says what was read."""
    from ..config import read
    from ..errors import InvalidConfig

    try:
        found = read()
    except InvalidConfig as error:
        for problem in (error.details or {}).get("problems", ()):
            where = ": ".join(part for part in (problem["place"], problem["key"]) if part)
            yield Check("config", "fail", f"{where}: {problem['what']}", problem["fix"])
    else:
        yield Check("config", "ok", _read_from(found))


def _read_from(found: Configuration) -> str:
    said = {entry.origin.source for entries in found.entries.values() for entry in entries}
    files = [file.label for file in found.files if file.source in said]
    places = [*(["the environment"] if "environment" in said else []), *files]
    return f"{found.stage}, settings from {', '.join(places)}" if places else f"{found.stage}, all by default"
