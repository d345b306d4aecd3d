"""Which credentials there are, since when, and where each version of them lies: everything but the values."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from tickloom import private_files
from tickloom.errors import CredentialsUnavailable, InvalidCredential, RunFileRefused

from .locked import locked, unusable
from .names import MOST_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Place = Literal["keychain", "file"]
"""What keeps values."""

NAMES_FILE = "names.json"
MOST_FILE_BYTES = 1 << 20
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Version:
    """One value of a credential, by the name under which the backend keeps it."""

    item: str
    """That name; no two versions ever have the same."""
    since: int
    """When it was set: nanoseconds UTC."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A credential."""

    name: str
    """Its name."""
    backend: Place
    """Where its values lie."""
    current: Version
    """The version that readers get."""
    previous: Version | None = None
    """The one before, kept until the rotation is finished."""


@dataclass(slots=True)
class Contents:
    """What the index says."""

    entries: dict[str, Entry] = field(default_factory=dict)
    """Credentials by name."""
    leftovers: dict[str, int] = field(default_factory=dict)
    """Items that a backend may hold and nobody reads, since when: to be removed."""


class Index:
    """The file of names. It is read and written under a lock, so a reader sees all of a change or nothing."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read yet, and no folder made."""
        self._folder = folder

    def read(self) -> Contents:
        """What it says now; nothing if there is no file.

        Raises ``CredentialsUnavailable`` if the file cannot be trusted or is no index.
        """
        if not self._folder.exists():
            return Contents()
        with locked(self._folder, "names"):
            return self._read()

    @contextmanager
    def changing(self) -> Iterator[Contents]:
        """What it says, to be changed; written at the end, unless something is raised.

        Raises as ``read``; ``InvalidCredential`` if there are too many names.
        """
        with locked(self._folder, "names"):
            contents = self._read()
            yield contents
            self._write(contents)

    def _read(self) -> Contents:
        try:
            found = private_files.read(self._folder / NAMES_FILE, MOST_FILE_BYTES)
        except (OSError, RunFileRefused) as error:
            raise unusable(self._folder, error) from None
        return Contents() if found is None else _parsed(found, self._folder / NAMES_FILE)

    def _write(self, contents: Contents) -> None:
        if len(contents.entries) > MOST_NAMES:
            what = f"there are {MOST_NAMES} credentials already; delete some"
            raise InvalidCredential(what, "credentials.too_many")
        try:
            private_files.write(self._folder / NAMES_FILE, _written(contents))
        except OSError as error:
            raise unusable(self._folder, error) from None


def now() -> int:
    """The time of day, as versions carry it."""
    return time.time_ns()


def superseded(entry: Entry, version: Version, *, keeps_previous: bool) -> Entry:
    """The entry with a new version, beside which the one before stays or not."""
    return replace(entry, current=version, previous=entry.current if keeps_previous else None)


def _written(contents: Contents) -> bytes:
    entries = [asdict(entry) for entry in contents.entries.values()]
    return json.dumps({"format": _FORMAT, "entries": entries, "leftovers": contents.leftovers}).encode()


def _parsed(found: bytes, path: Path) -> Contents:
    try:
        fields = json.loads(found)
        if fields["format"] != _FORMAT:
            raise ValueError
        entries = [_entry(entry) for entry in fields["entries"]]
        leftovers = {str(item): int(since) for item, since in fields["leftovers"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        what = f"{path} is no index of credentials; restore it from a backup, or remove it and set them again"
        raise CredentialsUnavailable(what, "credentials.damaged") from None
    return Contents({entry.name: entry for entry in entries}, leftovers)


def _entry(fields: dict[str, Any]) -> Entry:
    previous = fields["previous"] and _version(fields["previous"])
    if (backend := fields["backend"]) not in get_args(Place):
        raise ValueError
    return Entry(str(fields["name"]), backend, _version(fields["current"]), previous)


def _version(fields: dict[str, Any]) -> Version:
    return Version(str(fields["item"]), int(fields["since"]))
