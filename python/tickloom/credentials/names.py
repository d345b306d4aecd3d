"""What a credential may be called, and how long it may be: the same for every backend."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tickloom.errors import InvalidCredential

if TYPE_CHECKING:
    from tickloom.secret import Secret

MOST_NAMES = 256
"""No more credentials are kept."""

MOST_BYTES = 16 << 10
"""The longest value, in UTF-8; the keychain of Windows takes 2,560 bytes of UTF-16."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


def checked_name(name: str) -> str:
    """The name, if it is one: a letter, then letters, digits and underscores, all lower case, 64 at most.

    A name that is like none of the environment's variables could not be set there. Raises
    ``InvalidCredential``, which does not repeat the text: somebody may have typed the value there.

    >>> checked_name("venue_key")
    'venue_key'
    """
    if _NAME.fullmatch(name):
        return name
    raise InvalidCredential(
        "that is no name of a credential: one is a lower-case letter, then letters, digits and _, 64 at most",
        "credentials.name_invalid",
    )


def checked_value(value: Secret) -> Secret:
    """The value, if it can be kept. Raises ``InvalidCredential``, which shows nothing of it."""
    text = value.reveal()
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise _invalid("is no Unicode") from None
    if not text.strip():
        raise _invalid("is empty")
    if "\0" in text:
        raise _invalid("holds a NUL")
    if size > MOST_BYTES:
        raise _invalid(f"is longer than {MOST_BYTES:,} bytes")
    return value


def _invalid(what: str) -> InvalidCredential:
    return InvalidCredential(f"the value {what}", "credentials.value_invalid")
