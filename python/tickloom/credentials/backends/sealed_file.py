"""An encrypted file, for a machine without a keychain and who chose it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, ClassVar

from tickloom import private_files
from tickloom.errors import CredentialsUnavailable, RunFileRefused
from tickloom.secret import Secret

from ..locked import locked, unusable
from . import sealing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tickloom.credentials.index import Place

FILE = "sealed.bin"


class SealedFile:
    """All values in one file under a passphrase, which is asked for once, and only when it is needed."""

    name: ClassVar[Place] = "file"

    def __init__(self, folder: Path, passphrase: Callable[[bool], Secret | None]) -> None:
        """``passphrase`` gives it, or none where nobody can be asked; told whether the file is new."""
        self._folder = folder
        self._ask = passphrase
        self._passphrase: Secret | None = None
        self._key: sealing.Key | None = None
        self._busy = threading.Lock()

    def get(self, item: str) -> Secret | None:
        """The value of an item, or none. Raises ``CredentialsUnavailable``."""
        with self._busy:
            if not self._path.exists():
                return None
            self._unlock()
            with locked(self._folder, "sealed"):
                value = self._read().get(item)
        return None if value is None else Secret(value)

    def put(self, item: str, value: Secret) -> None:
        """Keeps a value. Raises ``CredentialsUnavailable``."""
        self._change(lambda values: values.__setitem__(item, value.reveal()))

    def remove(self, item: str) -> None:
        """Forgets a value. Raises ``CredentialsUnavailable``."""
        if self._path.exists():
            self._change(lambda values: values.pop(item, None))

    def close(self) -> None:
        """Forgets passphrase and key."""
        self._passphrase = self._key = None

    @property
    def _path(self) -> Path:
        return self._folder / FILE

    def _change(self, change: Callable[[dict[str, str]], object]) -> None:
        with self._busy:
            self._unlock()
            with locked(self._folder, "sealed"):
                values = self._read()
                change(values)
                self._write(values)

    def _unlock(self) -> None:
        """Asks for the passphrase, and makes the key while others may still work: it takes half a second."""
        if self._passphrase is not None:
            return
        is_new = not self._path.exists()
        passphrase = self._ask(is_new)
        if passphrase is None:
            what = "the encrypted file of credentials needs its passphrase: run the command on a terminal, "
            raise CredentialsUnavailable(
                what + "or hand it over with --passphrase-stdin", "credentials.locked"
            )
        self._key = sealing.new_key(passphrase) if is_new else None
        self._passphrase = passphrase
        try:
            self._read()
        except CredentialsUnavailable:
            self.close()
            raise

    def _read(self) -> dict[str, str]:
        try:
            found = private_files.read(self._path, sealing.MOST_BYTES)
        except (OSError, RunFileRefused) as error:
            raise unusable(self._folder, error) from None
        if found is None or self._passphrase is None:
            return {}
        values, self._key = sealing.unseal(found, self._passphrase, self._key)
        return values

    def _write(self, values: dict[str, str]) -> None:
        if self._key is None:
            raise CredentialsUnavailable("the encrypted file of credentials is locked", "credentials.locked")
        try:
            private_files.write(self._path, sealing.seal(values, self._key))
        except OSError as error:
            raise unusable(self._folder, error) from None
