"""How programs of one user find the engine that owns a home: its port and nonce in a file for them alone."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

from . import private_files
from .errors import RunFileRefused
from .processes import is_running

MOST_BYTES = 64 << 10
"""No run file is longer."""


@dataclass(frozen=True, slots=True)
class RunFile:
    """An engine that runs."""

    pid: int
    """Its process."""
    port: int
    """Where it listens on 127.0.0.1."""
    nonce: str = field(repr=False)
    """What a client must know; it is in no log and no text."""
    home: str
    """The home that it owns: its real path, without links."""
    version: str
    """The engine's."""


def path(home: str | os.PathLike[str]) -> Path:
    """Where the run file of a home is, whether or not there is one.

    The name is made of the home's real path, so that every way to it leads to the same file.

    >>> path("ticks") == path("./ticks")
    True
    """
    real = os.path.realpath(home).encode("utf-8", "surrogateescape")
    return folder() / f"{hashlib.sha256(real).hexdigest()[:32]}.json"


def folder() -> Path:
    """The user's folder of run files: in the runtime folder of the session, or one like it.

    Every program of the user has to come to the same, so nothing but the user's own names it.
    """
    if sys.platform == "win32":
        profile = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
        return Path(profile) / "tickloom" / "run"
    named = os.environ.get("XDG_RUNTIME_DIR", "")
    if os.path.isabs(named):  # noqa: PTH117 - the specification says to overlook others
        return Path(named) / "tickloom"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "tickloom" / "run"
    usual = Path(f"/run/user/{os.geteuid()}")
    return usual / "tickloom" if usual.is_dir() else Path(f"/tmp/tickloom-{os.geteuid()}")  # noqa: S108


def write(home: str | os.PathLike[str], *, port: int, nonce: str, version: str) -> Path:
    """Tells the user's programs that this process owns the home; a file that was left behind is replaced.

    Raises ``RunFileRefused`` if the folder is a link or another user's, or others may enter it; ``OSError``
    if it cannot be written.
    """
    content = RunFile(os.getpid(), port, nonce, os.path.realpath(home), version)
    place = path(home)
    private_files.folder(place.parent)
    private_files.write(place, json.dumps(asdict(content)).encode())
    return place


def read(home: str | os.PathLike[str]) -> RunFile | None:
    """The engine that owns the home, or none if none wrote a file or its process has ended.

    Whether it answers is not tried.

    Raises ``RunFileRefused`` if what is there cannot be trusted: a link, another user's, open to others,
    longer than ``MOST_BYTES``, no run file, or that of another home.
    """
    place = path(home)
    content = private_files.read(place, MOST_BYTES)
    if content is None:
        return None
    found = _parsed(content, place)
    if found.home != os.path.realpath(home):
        raise RunFileRefused(f"{place} is that of another home; remove it")
    return found if is_running(found.pid) else None


def remove(home: str | os.PathLike[str]) -> None:
    """Takes this process's run file away; another's stays."""
    place = path(home)
    try:
        content = private_files.read(place, MOST_BYTES)
        if content is not None and _parsed(content, place).pid == os.getpid():
            place.unlink(missing_ok=True)
    except RunFileRefused:
        return


def _parsed(content: bytes, place: Path) -> RunFile:
    try:
        fields = json.loads(content)
        return RunFile(
            _number(fields["pid"]),
            _number(fields["port"]),
            _text(fields["nonce"]),
            _text(fields["home"]),
            _text(fields["version"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        raise RunFileRefused(f"{place} is no run file; remove it") from None


def _number(value: object) -> int:
    if type(value) is not int or not 0 < value < 1 << 32:
        raise TypeError
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
