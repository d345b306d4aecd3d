"""The process that talks to the keychain, so that one that hangs can be ended; it speaks lines of JSON.

It is run by its path and uses nothing of this package: it starts sooner. Values come in and go out over
pipes alone.
"""

from __future__ import annotations

import json
import os
import sys
import time
from functools import cache
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

# What the Secret Service says of an item that is removed between looking it up and reading it.
_GONE = "ItemNotFoundException"

# What it says of a service that has gone in the midst, as when it has crashed: the system starts another.
_AWAY = "SecretServiceNotAvailableException"
_TRIES, _SECONDS_BETWEEN_TRIES = 8, 0.15

SERVICE = "tickloom"
"""Under which the keychain lists what is kept."""


@cache
def keychain() -> KeyringBackend:
    """The keychain of this platform, and no other that some configuration names: it might be a plain file.

    Raises whatever it raises if there is none.
    """
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring as Keyring
    elif sys.platform == "darwin":
        from keyring.backends.macOS import Keyring
    else:
        from keyring.backends.SecretService import Keyring
    _ = Keyring.priority  # which raises where it cannot work
    found: KeyringBackend = Keyring()  # type: ignore[no-untyped-call,unused-ignore]
    return found


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """What one line is answered by: ``value``, or ``error`` (absent or refused) with a ``text``."""
    try:
        found = keychain()
    except Exception as error:  # noqa: BLE001 - each platform has errors of its own
        return {"error": "absent", "text": _text(error, asked)}
    for tries_left in reversed(range(_TRIES)):
        try:
            return {"value": _done(found, asked)}
        except Exception as error:  # noqa: BLE001 - as above
            if type(error).__name__ == _GONE:
                return {"value": None}
            if type(error).__name__ != _AWAY or not tries_left:
                return {"error": "refused", "text": _text(error, asked)}
        # Whoever asked waits no longer than it wants to, and ends this process then.
        time.sleep(_SECONDS_BETWEEN_TRIES)
    raise AssertionError("the last try has answered")


def _done(found: KeyringBackend, asked: dict[str, Any]) -> str | None:
    item = asked["item"]
    if asked["do"] == "get":
        return found.get_password(SERVICE, item)
    if asked["do"] == "put":
        found.set_password(SERVICE, item, asked["value"])
    elif found.get_password(SERVICE, item) is not None:
        found.delete_password(SERVICE, item)
    return None


def _text(error: Exception, asked: dict[str, Any]) -> str:
    value = asked.get("value")
    text = f"{type(error).__name__}: {error}"
    return (text.replace(value, "[secret]") if value else text)[:500]


def serve(asking: IO[bytes], answering: IO[bytes]) -> None:
    """Answers line by line until there are no more."""
    for line in asking:
        answering.write(json.dumps(answer(json.loads(line))).encode() + b"\n")
        answering.flush()


def main() -> None:
    """Keeps standard output for answers: libraries that print must not be taken for one."""
    answering = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answering)


if __name__ == "__main__":
    main()
