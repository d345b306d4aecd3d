"""Whether a store can live in the home: it can be written, files change whole, and the disk is local."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from .check import Check
from .file_systems import is_remote, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

TRIED = ".doctor-"
"""How the folder is called in which writing is tried, for a moment."""

_ELSEWHERE = "choose another with --home or TICKLOOM_HOME"
_SYNCHRONISED = ("OneDrive", "Dropbox", "Google Drive", "iCloud", "Mobile Documents")


def look(home: Path) -> Iterator[Check]:
    """The folder, and the file system that it lies on."""
    first = _existing(home) if home.exists() else _new(home)
    yield first
    if home.is_dir() and first.status == "ok":
        yield _file_system(home)


def existing(home: Path) -> Path:
    """The home, or the nearest folder above it that is there."""
    return next(folder for folder in (home.absolute(), *home.absolute().parents) if folder.exists())


def _new(home: Path) -> Check:
    above = existing(home)
    if above.is_dir() and os.access(above, os.W_OK):
        return Check("home", "ok", f"{home} (not there yet: the first import makes it)")
    return Check("home", "fail", f"{home} cannot be made in {above}", _ELSEWHERE)


def _existing(home: Path) -> Check:
    try:
        with tempfile.TemporaryDirectory(prefix=TRIED, dir=home) as folder:
            whole = _replaces_whole(Path(folder))
    except OSError as error:
        advice = f"make it writable, free some space, or {_ELSEWHERE}"
        return Check("home", "fail", f"{home} cannot be written: {error.strerror}", advice)
    if not whole:
        return Check("home", "fail", f"{home} is on a disk that does not replace files whole", _ELSEWHERE)
    return Check("home", "ok", f"{home} (writable)")


def _replaces_whole(folder: Path) -> bool:
    """Whether a file takes the place of another with all that stands in it, as commits rely on."""
    old, new = folder / "old", folder / "new"
    old.write_bytes(b"old")
    with new.open("wb") as file:
        file.write(b"new")
        file.flush()
        os.fsync(file.fileno())
    new.replace(old)
    return old.read_bytes() == b"new" and not new.exists()


def _file_system(home: Path) -> Check:
    kind = kind_of(home)
    if is_remote(kind):
        found = f"{kind}, another machine's: locks and renames may not hold there"
        return Check("file system", "warn", found, "keep the store on a local disk, and back it up there")
    if service := _synchronising(home):
        found = f"in a folder of {service}, which may copy files while they change"
        return Check("file system", "warn", found, "keep the store outside of it, and back it up there")
    case = ", names in any case" if _ignores_case(home) else ""
    return Check("file system", "ok", f"{kind or 'local'}{case}")


def _synchronising(home: Path) -> str | None:
    parts = home.resolve().parts
    return next((name for name in _SYNCHRONISED if any(part.startswith(name) for part in parts)), None)


def _ignores_case(home: Path) -> bool:
    """Looks by another spelling for what is there, so that nothing has to be written."""
    there = next((path for path in home.iterdir() if path.name != path.name.swapcase()), None)
    if there is None:
        return False
    try:
        return there.with_name(there.name.swapcase()).samefile(there)
    except OSError:
        return False
