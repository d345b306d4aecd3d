"""An encrypted file, for a machine without a keychain and who chose it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, ClassVar

from tickloom import private_files
from tickloom.errors import CredentialsUnavailable, InvalidCredential, RunFileRefused
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
            if not self.is_there:
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
        if self.is_there:
            self._change(lambda values: values.pop(item, None))

    def change_passphrase(self, new: Callable[[], Secret]) -> None:
        """Seals all values under another passphrase, which is asked for when the file is open.

        Killed anywhere, it leaves a file that one of the two opens. Raises ``InvalidCredential`` if the new
        one is empty; ``CredentialsUnavailable``.
        """
        with self._busy:
            self._unlock()
            passphrase = new()
            if not passphrase.reveal():
                raise InvalidCredential("the new passphrase is empty", "credentials.value_invalid")
            key = sealing.new_key(passphrase)
            with locked(self._folder, "sealed"):
                self._write(self._read(), key)
            self._passphrase, self._key = passphrase, key

    def close(self) -> None:
        """Forgets passphrase and key."""
        with self._busy:
            self._passphrase = self._key = None

    @property
    def is_there(self) -> bool:
        """Whether there is such a file."""
        return self._path.exists()

    @property
    def _path(self) -> Path:
        return self._folder / FILE

    def _change(self, change: Callable[[dict[str, str]], object]) -> None:
        with self._busy:
            self._unlock()
            with locked(self._folder, "sealed"):
                values = self._read()
                change(values)
                self._write(values, self._key)

    def _unlock(self) -> None:
        """Asks for the passphrase, and makes the key while others may still work: it takes half a second."""
        if self._passphrase is not None:
            return
        is_new = not self.is_there
        passphrase = self._ask(is_new)
        if passphrase is None or not passphrase.reveal():
            what = "the encrypted file of credentials needs its passphrase: run the command on a terminal, "
            raise CredentialsUnavailable(
                what + "or hand it over with --passphrase-stdin", "credentials.locked"
            )
        self._key = sealing.new_key(passphrase) if is_new else None
        self._passphrase = passphrase
        try:
            self._read()
        except CredentialsUnavailable:
            self._passphrase = self._key = None
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

    def _write(self, values: dict[str, str], key: sealing.Key | None) -> None:
        if key is None:
            raise CredentialsUnavailable("the encrypted file of credentials is locked", "credentials.locked")
        sealed = sealing.seal(values, key)
        if len(sealed) > sealing.MOST_BYTES:
            what = f"the encrypted file of credentials has room for {sealing.MOST_BYTES:,} bytes; delete some"
            raise InvalidCredential(what, "credentials.too_many")
        try:
            private_files.write(self._path, sealed)
        except OSError as error:
            raise unusable(self._folder, error) from None
