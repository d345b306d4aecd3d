"""Values under a passphrase, as bytes: scrypt makes a key of it, with which AES-256-GCM seals."""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tickloom.errors import CredentialsUnavailable

if TYPE_CHECKING:
    from tickloom.secret import Secret

MOST_BYTES = 8 << 20
"""No sealed file is longer."""

# 128 MiB and about half a second for each try at a passphrase.
_LOG_N, _R, _P = 17, 8, 1
_MOST_LOG_N = 20
_SALT_BYTES, _NONCE_BYTES = 16, 12
_FORMAT = "tickloom credentials 1"


@dataclass(frozen=True, slots=True)
class Key:
    """A key and what it was made with; the same salt stays with a file."""

    salt: bytes
    log_n: int
    bytes: bytes

    def __repr__(self) -> str:
        return "Key([secret])"


def new_key(passphrase: Secret) -> Key:
    """A key with a salt of its own."""
    return _key(passphrase, os.urandom(_SALT_BYTES), _LOG_N)


def seal(values: dict[str, str], key: Key) -> bytes:
    """The values as a file. Each is sealed with a number that was never used before."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE_BYTES)
    header = _header(key.salt, key.log_n, nonce)
    return header + AESGCM(key.bytes).encrypt(nonce, json.dumps(values).encode(), header)


def unseal(sealed: bytes, passphrase: Secret, key: Key | None) -> tuple[dict[str, str], Key]:
    """The values of a file, and the key, for the next time.

    Raises ``CredentialsUnavailable`` if the passphrase is another, or any byte was changed: the two cannot be
    told apart; if it is no such file, or one of a later version.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    header, salt, log_n, nonce = _parsed(sealed)
    if key is None or (key.salt, key.log_n) != (salt, log_n):
        key = _key(passphrase, salt, log_n)
    try:
        opened = AESGCM(key.bytes).decrypt(nonce, sealed[len(header) :], header)
    except InvalidTag:
        what = "the passphrase is another, or the encrypted file of credentials was changed: try again"
        raise CredentialsUnavailable(what, "credentials.passphrase_wrong") from None
    values: dict[str, str] = json.loads(opened)
    return values, key


def _key(passphrase: Secret, salt: bytes, log_n: int) -> Key:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    scrypt = Scrypt(salt=salt, length=32, n=1 << log_n, r=_R, p=_P)
    # Whatever bytes were typed or piped make a key, if they are no Unicode too.
    return Key(salt, log_n, scrypt.derive(passphrase.reveal().encode("utf-8", "surrogatepass")))


def _header(salt: bytes, log_n: int, nonce: bytes) -> bytes:
    fields = {"format": _FORMAT, "log_n": log_n, "salt": _text(salt), "nonce": _text(nonce)}
    return json.dumps(fields).encode() + b"\n"


def _parsed(sealed: bytes) -> tuple[bytes, bytes, int, bytes]:
    header = sealed[: sealed.find(b"\n") + 1]
    try:
        fields = json.loads(header)
        salt, nonce, log_n = b64decode(fields["salt"]), b64decode(fields["nonce"]), fields["log_n"]
        # A file of somebody else must not take all memory to be refused.
        if fields["format"] != _FORMAT or header != _header(salt, log_n, nonce) or type(log_n) is not int:
            raise ValueError
        if (len(salt), len(nonce)) != (_SALT_BYTES, _NONCE_BYTES) or not 1 <= log_n <= _MOST_LOG_N:
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError):
        what = "the encrypted file of credentials is none, or of a later version; restore it from a backup"
        raise CredentialsUnavailable(what, "credentials.damaged") from None
    return header, salt, log_n, nonce


def _text(found: bytes) -> str:
    return b64encode(found).decode()
