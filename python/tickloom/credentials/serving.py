"""The service ``credentials``: names, age and health; values go in and never come out."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tickloom.errors import InvalidParameters
from tickloom.secret import Secret
from tickloom.services import Request, Service, once

if TYPE_CHECKING:
    from tickloom.credentials.health import Health
    from tickloom.credentials.store import CredentialStore
    from tickloom.protocol.records.credentials import Credential, CredentialList

OPENS_THE_FILE = "credentials_passphrase"
"""The secret of standard input that opens the encrypted file, if that is what was chosen."""

SECONDS_OF_CHECKING = 120.0
"""Validators may ask servers, one after the other."""


class CredentialsService(Service):
    """Credentials of this user. Without a keychain it runs as well, and its methods say what is wrong."""

    name: ClassVar[str] = "credentials"
    _store: CredentialStore

    def start(self) -> None:
        """Opens the store, which asks nothing yet."""
        from tickloom.credentials import open_store

        self._store = open_store(lambda _is_new: self.credentials.get(OPENS_THE_FILE))

    def stop(self) -> None:
        """Ends what asks the keychain."""
        self._store.close()

    @once
    def list(self, _request: Request) -> CredentialList:
        """Which credentials there are and which are missing."""
        from tickloom.credentials.health import listed

        return _told(listed(self._store))

    @once(seconds=SECONDS_OF_CHECKING)
    def check(self, _request: Request) -> CredentialList:
        """The same, with every value read, aged and shown to its validator."""
        from tickloom import config
        from tickloom.credentials.health import checked

        return _told(checked(self._store, config.load().credentials.max_age * 24 * 3600))

    @once
    def set(self, request: Request) -> None:
        """Keeps a value."""
        self._store.set(_text(request, "name"), Secret(_text(request, "value")))

    @once
    def rotate(self, request: Request) -> None:
        """Keeps a new value beside the old one."""
        self._store.rotate(_text(request, "name"), Secret(_text(request, "value")))

    @once
    def finish(self, request: Request) -> None:
        """Forgets the value before the current one."""
        self._store.finish(_text(request, "name"))

    @once
    def undo(self, request: Request) -> None:
        """Goes back to the value before the current one."""
        self._store.undo(_text(request, "name"))

    @once
    def delete(self, request: Request) -> None:
        """Forgets all values."""
        self._store.delete(_text(request, "name"))


def _text(request: Request, field: str) -> str:
    found = request.params.get(field)
    if isinstance(found, str):
        return found
    raise InvalidParameters(f"{request.method} needs a text `{field}`", "protocol.bad_params")


def _told(found: list[Health]) -> CredentialList:
    return {"credentials": [_record(health) for health in found]}


def _record(health: Health) -> Credential:
    told: Credential = {"name": health.name, "state": health.state, "has_previous": health.has_previous}
    if health.backend:
        told["backend"] = health.backend
    if health.since is not None:
        told["since"] = health.since
    if health.advice:
        told["advice"] = health.advice
    return told
