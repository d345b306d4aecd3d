"""Asks for secrets: on a terminal without showing them, or on standard input for programs."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING

from tickloom.credentials.names import MOST_BYTES

from .exits import CommandError

if TYPE_CHECKING:
    from tickloom.secret import Secret

# One byte more than a value may have, and the end of its line.
_MOST_BYTES = MOST_BYTES + 3


def value_of(name: str, *, stdin: bool) -> Secret:
    """The value: all of standard input but the end of its last line, or what is typed twice.

    Raises ``CommandError`` if the two differ, or if nobody is there to type.
    """
    from tickloom.secret import Secret

    if stdin:
        return Secret(_decoded(sys.stdin.buffer.read(_MOST_BYTES)))
    if not sys.stdin.isatty():
        what = "nobody can be asked for the value: write it on standard input, and give --stdin"
        raise CommandError("credentials.no_terminal", what)
    return _twice(f"Value of {name}")


def passphrase_said() -> Secret:
    """The passphrase of the encrypted file: the next line of standard input."""
    from tickloom.secret import Secret

    return Secret(_decoded(sys.stdin.buffer.readline(_MOST_BYTES)))


def passphrase(is_new: bool) -> Secret | None:
    """The passphrase of the encrypted file, as it is typed, twice if the file is a new one.

    None if nobody is there to type.
    """
    from tickloom.secret import Secret

    if not sys.stdin.isatty():
        return None
    if is_new:
        return _twice("Passphrase of a new encrypted file")
    return Secret(getpass.getpass("Passphrase of the encrypted file: ", sys.stderr))


def new_passphrase() -> Secret:
    """Another passphrase of the encrypted file, as it is typed twice."""
    return _twice("New passphrase of the encrypted file")


def _twice(what: str) -> Secret:
    from tickloom.secret import Secret

    first = Secret(getpass.getpass(f"{what}: ", sys.stderr))
    if first == Secret(getpass.getpass("The same again: ", sys.stderr)):
        return first
    raise CommandError("credentials.values_differ", "the two are not the same: try again")


def _decoded(said: bytes) -> str:
    """The text without the end of its last line; what is no Unicode stays such, and is refused as a value."""
    return said.decode("utf-8", "surrogateescape").removesuffix("\n").removesuffix("\r")
