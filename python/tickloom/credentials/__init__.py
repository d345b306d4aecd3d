"""Secrets by name, kept in the keychain, changed with a trail of who did it; docs/credentials.md.

>>> def refuses(secret):
...     return None if secret.reveal().startswith("vk-") else "keys of the venue begin with vk-"
>>> register("venue_key", validator=refuses, max_age=90 * 24 * 3600)
>>> expected("venue_key").max_age
7776000
"""

from .expecting import Expected, expected, register
from .handed import MOST_BYTES, Credentials, parse
from .opening import change_passphrase, get, open_store

__all__ = [
    "MOST_BYTES",
    "Credentials",
    "Expected",
    "change_passphrase",
    "expected",
    "get",
    "open_store",
    "parse",
    "register",
]
