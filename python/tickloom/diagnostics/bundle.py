"""A bundle of small files with a manifest, as one zip that appears whole or not at all."""

from __future__ import annotations

import hashlib
import io
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from .. import private_files, times

if TYPE_CHECKING:
    import os

MANIFEST = "MANIFEST.json"


@dataclass(frozen=True, slots=True)
class BundledFile:
    """A file of a bundle."""

    name: str
    """Its name in the bundle."""
    about: str
    """What it holds."""
    content: bytes = field(repr=False)
    """All of it, with secrets masked."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a bundle should hold and does not."""

    name: str
    """The name that the file would have."""
    why: str
    """Why it could not be had."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that was gathered; nothing of it is written yet."""

    files: tuple[BundledFile, ...]
    """In reading order."""
    left_out: tuple[LeftOut, ...]
    """What could not be had."""
    made: int = field(default_factory=time.time_ns)
    """When, in nanoseconds UTC."""

    def manifest(self) -> dict[str, Any]:
        """What is in it, with sizes and SHA-256 hashes, and what is not."""
        files = [
            {
                "name": file.name,
                "bytes": len(file.content),
                "sha256": hashlib.sha256(file.content).hexdigest(),
                "about": file.about,
            }
            for file in self.files
        ]
        left_out = [{"name": part.name, "why": part.why} for part in self.left_out]
        return {"format": 1, "made": times.iso(self.made), "files": files, "left_out": left_out}

    def packed(self) -> bytes:
        """It as a zip."""
        packed = io.BytesIO()
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, json.dumps(self.manifest(), indent=2))
            for file in self.files:
                archive.writestr(file.name, file.content)
        return packed.getvalue()

    def write(self, path: str | os.PathLike[str]) -> Path:
        """Puts it in place, for this user alone to read, whatever was there before.

        Raises ``OSError``; then what was there is as it was.
        """
        private_files.write(Path(path), self.packed())
        return Path(path)
