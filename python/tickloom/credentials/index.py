"""Which credentials there are, since when, and where each version of them lies: everything but the values."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
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
MOST_LEFTOVERS = 4096
"""No more values that nobody reads wait to be removed: a file with more could be too long to be read."""
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

    @property
    def items(self) -> list[str]:
        """Where its values lie, the current one first."""
        return [version.item for version in (self.current, self.previous) if version]


@dataclass(frozen=True, slots=True)
class Leftover:
    """An item that a backend may hold and nobody reads: to be removed."""

    backend: Place
    """Where it lies."""
    since: int
    """When it was put there, or ceased to be read: nanoseconds UTC."""


@dataclass(slots=True)
class Contents:
    """What the index says."""

    entries: dict[str, Entry] = field(default_factory=dict)
    """Credentials by name."""
    leftovers: dict[str, Leftover] = field(default_factory=dict)
    """What is to be removed, by item."""

    def exchange(self, before: Entry | None, after: Entry | None) -> set[str]:
        """Puts an entry where another was, or removes it; the items that are left over by that."""
        if before is not None:
            del self.entries[before.name]
        if after is not None:
            self.entries[after.name] = after
        left = set(before.items if before else ()) - set(after.items if after else ())
        self.leftovers |= {item: Leftover(before.backend, now()) for item in left if before}
        return left


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

    def is_full(self) -> bool:
        """Whether so much waits to be removed that nothing may be added. Raises as ``read``."""
        return len(self.read().leftovers) >= MOST_LEFTOVERS

    @contextmanager
    def changing(self) -> Iterator[Contents]:
        """What it says, to be changed; written at the end, unless something is raised.

        Raises as ``read``, also if too much waits to be removed; ``InvalidCredential`` if there are too many
        names.
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
        if len(contents.leftovers) > MOST_LEFTOVERS:
            what = f"{MOST_LEFTOVERS} values that nobody reads wait to be removed; try again in an hour"
            raise CredentialsUnavailable(what, "credentials.busy")
        try:
            private_files.write(self._folder / NAMES_FILE, _written(contents))
        except OSError as error:
            raise unusable(self._folder, error) from None


def now() -> int:
    """The time of day, as versions carry it."""
    return time.time_ns()


def _written(contents: Contents) -> bytes:
    entries = [asdict(entry) for entry in contents.entries.values()]
    leftovers = {item: asdict(leftover) for item, leftover in contents.leftovers.items()}
    return json.dumps({"format": _FORMAT, "entries": entries, "leftovers": leftovers}).encode()


def _parsed(found: bytes, path: Path) -> Contents:
    try:
        fields = json.loads(found)
        if fields["format"] != _FORMAT:
            raise ValueError
        entries = [_entry(entry) for entry in fields["entries"]]
        leftovers = {item: _leftover(leftover) for item, leftover in fields["leftovers"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        what = f"{path} is no index of credentials; restore it from a backup, or remove it and set them again"
        raise CredentialsUnavailable(what, "credentials.damaged") from None
    return Contents({entry.name: entry for entry in entries}, leftovers)


def _entry(fields: dict[str, Any]) -> Entry:
    previous = fields["previous"] and _version(fields["previous"])
    return Entry(str(fields["name"]), _place(fields["backend"]), _version(fields["current"]), previous)


def _version(fields: dict[str, Any]) -> Version:
    return Version(str(fields["item"]), int(fields["since"]))


def _leftover(fields: dict[str, Any]) -> Leftover:
    return Leftover(_place(fields["backend"]), int(fields["since"]))


def _place(found: Any) -> Place:
    if found not in get_args(Place):
        raise ValueError
    place: Place = found
    return place
