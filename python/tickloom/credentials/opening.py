"""Opens the store of credentials as the configuration says."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from tickloom.errors import CredentialNotFound

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tickloom.config.sections import Credentials as Settings
    from tickloom.secret import Secret

    from .store import CredentialStore


def folder() -> Path:
    """Where names, trail and encrypted file lie, beside the user's configuration; it may not be there yet."""
    from tickloom.config.files import file_of_user

    return file_of_user().parent / "credentials"


def open_store(
    passphrase: Callable[[bool], Secret | None] | None = None, settings: Settings | None = None
) -> CredentialStore:
    """The credentials of this user; nothing is read or asked yet.

    ``passphrase`` gives that of the encrypted file, should one be needed, and is told whether the file is a
    new one; without it, or if it gives none, such a file stays locked. ``settings`` are those of the
    configuration if none are given.

    Raises ``InvalidConfig``.
    """
    from tickloom import config

    from .backends.keychain import Keychain
    from .backends.sealed_file import SealedFile
    from .store import CredentialStore

    settings = settings or config.load().credentials
    if settings.backend == "file":
        return CredentialStore(folder(), SealedFile(folder(), passphrase or _nobody))
    return CredentialStore(folder(), Keychain(settings.timeout))


def get(name: str) -> Secret:
    """The value of one credential. Who reads several opens a store.

    Raises ``CredentialNotFound``, ``CredentialRefused``, ``CredentialsUnavailable``.
    """
    with open_store() as store:
        return store.get(name)


def change_passphrase(passphrase: Callable[[bool], Secret | None], new: Callable[[], Secret]) -> None:
    """Seals the encrypted file under another passphrase; programs that have opened it need the new one.

    ``passphrase`` gives the one that it has, as for ``open_store``, and then ``new`` the other.

    Raises ``CredentialNotFound`` if there is no such file, ``InvalidCredential`` if the new one is empty;
    ``CredentialsUnavailable``.
    """
    from .backends.sealed_file import SealedFile
    from .trail import Trail

    file = SealedFile(folder(), passphrase)
    if not file.is_there:
        raise CredentialNotFound("there is no encrypted file of credentials", "credentials.not_found")
    with closing(file), Trail(folder()).of("passphrase", "", file.name):
        file.change_passphrase(new)


def _nobody(_is_new: bool) -> None:
    """Nobody can be asked."""
