"""Credentials by name: read, set, rotated and deleted so that a reader gets one whole value, old or new."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from tickloom.errors import CredentialNotFound, CredentialRefused, CredentialsUnavailable

from .environment import from_environment
from .expecting import expected
from .index import Entry, Index, Leftover, Version, now
from .names import checked_name, checked_value
from .trail import Trail

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tickloom.secret import Secret

    from .backends import Backend
    from .index import Contents

NANOS_OF_A_LEFTOVER = 3600 * 10**9
"""Older items that nobody reads are removed: whoever was about to use them has been killed."""

_MOST_TRIES = 100
Items = set[str]


class CredentialStore:
    """The credentials of this user. Threads may share it; close it, or use it with ``with``.

    Values never lie in the index or the trail. A value is put under a name of its own before the index
    names it, and removed after the index has ceased to: a process may be killed anywhere.
    """

    def __init__(self, folder: Path, backend: Backend) -> None:
        """``folder`` holds index and trail; it is made when something is set."""
        self.folder = folder
        self._backend = backend
        self._index = Index(folder)
        self._trail = Trail(folder)
        self._told: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends what asks the keychain, and forgets a passphrase."""
        self._backend.close()

    def entries(self) -> list[Entry]:
        """What there is, by name; no value is asked for. Raises ``CredentialsUnavailable``."""
        found = self._index.read().entries
        return [found[name] for name in sorted(found)]

    def get(self, name: str) -> Secret:
        """The value: a developer's own of the environment, else the current one, else the one before.

        The first time that a process reads a value stands in the trail.

        Raises ``CredentialNotFound``, ``CredentialRefused`` if it stands in the environment and must not,
        ``CredentialsUnavailable``.
        """
        if (found := from_environment(checked_name(name))) is not None:
            return found
        return self._versions(name, 1)[0]

    def versions(self, name: str) -> list[Secret]:
        """The current value and, while a rotation is not finished, the one before.

        An integration tries the second where the first is not known yet. Raises as ``get``.
        """
        if (found := from_environment(checked_name(name))) is not None:
            return [found]
        return self._versions(name, 2)

    def set(self, name: str, value: Secret) -> None:
        """Keeps a value; one that was there before is forgotten.

        Raises ``InvalidCredential``, ``CredentialRefused`` if the validator refuses the value, when nothing
        is changed; ``CredentialsUnavailable``.
        """
        with self._trail.of("set", checked_name(name), self._backend.name):
            self._replace(name, value, keeps_previous=False)

    def rotate(self, name: str, value: Secret) -> None:
        """Keeps a new value beside the old one, which stays until ``finish`` or the next rotation.

        Raises as ``set``; ``CredentialNotFound`` if there is none of this name.
        """
        self._entry(checked_name(name))
        with self._trail.of("rotate", name, self._backend.name):
            self._replace(name, value, keeps_previous=True)

    def finish(self, name: str) -> None:
        """Forgets the value before the current one. Raises as ``undo``."""
        self._choose("finish", name, lambda entry: entry.current)

    def undo(self, name: str) -> None:
        """Goes back to the value before the current one, which is forgotten.

        Raises ``CredentialNotFound`` if there is none before; ``CredentialsUnavailable``.
        """
        self._choose("undo", name, _previous)

    def delete(self, name: str) -> None:
        """Forgets all of its values. Raises ``CredentialNotFound``, ``CredentialsUnavailable``."""
        entry = self._entry(checked_name(name))
        with self._trail.of("delete", name, entry.backend):
            with self._index.changing() as contents:
                left = contents.exchange(self._usable(contents, name), None)
            self._sweep(left)

    def _replace(self, name: str, value: Secret, *, keeps_previous: bool) -> None:
        reason = expected(name).refusal(checked_value(value))
        if reason is not None:
            raise CredentialRefused(f"{name} was not changed: {reason}", "credentials.refused")
        if self._index.is_full():
            self._remove(self._old())
        version = self._put(name, value)
        with self._index.changing() as contents:
            before = self._usable(contents, name) if keeps_previous else contents.entries.get(name)
            previous = before.current if before and keeps_previous else None
            left = contents.exchange(before, Entry(name, self._backend.name, version, previous))
            contents.leftovers.pop(version.item, None)
        # What lies in another backend is removed when that is used again.
        self._sweep(left if before and before.backend == self._backend.name else set())

    def _put(self, name: str, value: Secret) -> Version:
        """Puts the value under an item of its own, and reads it back before anybody relies on it."""
        version = Version(f"{name}/{os.urandom(8).hex()}", now())
        with self._index.changing() as contents:
            contents.leftovers[version.item] = Leftover(self._backend.name, version.since)
        self._backend.put(version.item, value)
        if self._backend.get(version.item) != value:
            what = f"the {self._backend.name} did not give back what it was given: {name} was not changed"
            raise CredentialsUnavailable(what, "credentials.keychain_refused")
        return version

    def _choose(self, action: str, name: str, choice: Callable[[Entry], Version]) -> None:
        """Keeps one version alone; others may change the entry after it was looked at for the first time."""
        entry = self._entry(checked_name(name))
        choice(entry)
        with self._trail.of(action, name, entry.backend):
            with self._index.changing() as contents:
                before = self._usable(contents, name)
                left = contents.exchange(before, Entry(name, before.backend, choice(before)))
            self._sweep(left)

    def _sweep(self, left: Items) -> None:
        """Removes what has just been left over, and what somebody who was killed has left."""
        self._remove(left)
        with suppress(CredentialsUnavailable):  # what others have left can wait for whoever comes next
            self._remove(self._old())

    def _remove(self, items: Items) -> None:
        for item in items:
            self._backend.remove(item)
        if items:
            with self._index.changing() as contents:
                for item in items:
                    contents.leftovers.pop(item, None)

    def _old(self) -> Items:
        late = now() - NANOS_OF_A_LEFTOVER
        left = self._index.read().leftovers
        return {item for item, one in left.items() if one.backend == self._backend.name and one.since < late}

    def _versions(self, name: str, most: int) -> list[Secret]:
        """Values of the moment: one that was rotated away while it was read is looked up again."""
        for _ in range(_MOST_TRIES):
            entry = self._entry(name)
            found = self._read(entry.items[:most])
            if len(found) == len(entry.items[:most]):
                self._tell(entry)
                return found
            if self._entry(name) == entry:
                return self._fallen_back(entry)
        raise CredentialsUnavailable(f"{name} changes faster than it is read; try again", "credentials.busy")

    def _fallen_back(self, entry: Entry) -> list[Secret]:
        """What is left where the keychain has lost a value."""
        left = self._read(entry.items)
        if not left:
            what = f"the {entry.backend} has lost the value of {entry.name}: set it again"
            raise CredentialNotFound(what, "credentials.not_found")
        self._tell(entry)
        return left

    def _read(self, items: list[str]) -> list[Secret]:
        return [value for value in map(self._backend.get, items) if value is not None]

    def _tell(self, entry: Entry) -> None:
        if entry.current.item not in self._told:
            self._trail.add("read", entry.name, entry.backend, "done")
            self._told.add(entry.current.item)

    def _entry(self, name: str) -> Entry:
        return self._usable(self._index.read(), name)

    def _usable(self, contents: Contents, name: str) -> Entry:
        entry = contents.entries.get(name)
        if entry is None:
            what = f"there is no credential {name}: tickloom credentials set {name}"
            raise CredentialNotFound(what, "credentials.not_found")
        if entry.backend != self._backend.name:
            what = f"{name} lies in the {entry.backend}, but the {self._backend.name} is configured"
            how = "set it again, or change TICKLOOM_CREDENTIALS__BACKEND"
            raise CredentialNotFound(f"{what}: {how}", "credentials.not_found")
        return entry


def _previous(entry: Entry) -> Version:
    if entry.previous is None:
        raise CredentialNotFound(f"{entry.name} has no value before the current one", "credentials.not_found")
    return entry.previous
