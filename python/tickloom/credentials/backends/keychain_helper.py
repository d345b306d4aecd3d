"""The process that talks to the keychain, so that one that hangs can be ended; it speaks lines of JSON.

It is run by its path and uses nothing of this package: it starts sooner. Values come in and go out over
pipes alone.
"""

from __future__ import annotations

import json
import os
import sys
from functools import cache, partial
from queue import SimpleQueue
from threading import Thread
from typing import IO, TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from secretstorage import Collection, Item

    Answer = TypeVar("Answer")

SERVICE = "tickloom"
"""Under which the keychain lists what is kept."""


class Absent(Exception):
    """There is no keychain."""


class Keychain(Protocol):
    """What is asked of a keychain, as the library ``keyring`` calls it."""

    def get_password(self, service: str, item: str, /) -> str | None:
        """The value of an item, or none if there is no such item."""

    def set_password(self, service: str, item: str, value: str, /) -> None:
        """Keeps a value."""

    def delete_password(self, service: str, item: str, /) -> None:
        """Forgets the value of an item that is there."""


class SecretService:
    """The keychain of Linux, over one connection and one session for as long as they work.

    Both cost more than a question does, and a service may ask its user about each program that connects.
    """

    def __init__(self) -> None:
        """Connects to nothing yet."""
        self._collection: Collection | None = None

    def get_password(self, service: str, item: str) -> str | None:
        """The value; none as well if the item is removed while it is asked for."""
        return self._ask(lambda kept: _of_item(kept, service, item, partial(_value, kept)))

    def set_password(self, service: str, item: str, value: str) -> None:
        """Keeps it."""
        label, attributes = f"Password for '{item}' on '{service}'", _attributes(service, item)
        self._ask(lambda kept: kept.create_item(label, attributes, value.encode(), replace=True))

    def delete_password(self, service: str, item: str) -> None:
        """Forgets it; one that is not there any more is no error."""
        self._ask(lambda kept: _of_item(kept, service, item, _delete))

    def _ask(self, question: Callable[[Collection], Answer]) -> Answer:
        """Asks over what is open, and once more over a new connection: the service may be another by now."""
        from secretstorage import LockedException, PromptDismissedException

        if self._collection is not None:
            try:
                return _asked(self._collection, question)
            except (LockedException, PromptDismissedException):
                raise  # or whoever has said no would be asked a second time
            except Exception:  # noqa: BLE001 - of the connection, the bus or the service
                self._collection.connection.close()
                self._collection = None
        self._collection = _opened()
        return _asked(self._collection, question)


def _asked(collection: Collection, question: Callable[[Collection], Answer]) -> Answer:
    _unlock(collection)
    return question(collection)


def _unlock(what: Collection | Item) -> None:
    if what.is_locked():
        what.unlock()
        what.ensure_not_locked()


def _opened() -> Collection:
    import secretstorage

    try:
        connection = secretstorage.dbus_init()
    except Exception as error:
        raise Absent(f"{type(error).__name__}: {error}") from error
    try:
        return _default(connection)
    except secretstorage.SecretServiceNotAvailableException as error:
        connection.close()
        raise Absent(str(error)) from error
    except BaseException:
        connection.close()
        raise


def _default(connection: Any) -> Collection:
    """The default collection, asked for so that gnome-keyring does not crash when many programs come and go.

    It keeps something of each program, but now and then answers the first question of one before it has begun
    to; so the first is one for which nothing of a program is needed. And it looks aliases up in one thread
    while another replaces them; so the collection is asked by its own path ever after.
    """
    import secretstorage

    next(secretstorage.get_all_collections(connection), None)
    try:
        return secretstorage.get_collection_by_alias(connection, "default")
    except secretstorage.ItemNotFoundException:
        return secretstorage.create_collection(connection, "Default", "default")


def _attributes(service: str, item: str) -> dict[str, str]:
    return {"service": service, "username": item}


def _of_item(collection: Collection, service: str, item: str, use: Callable[[Item], Answer]) -> Answer | None:
    """What is made of an item; none if there is none, or it is removed between two steps."""
    from secretstorage import ItemNotFoundException

    try:
        for found in collection.search_items(_attributes(service, item)):
            _unlock(found)
            return use(found)
    except ItemNotFoundException:
        collection.get_label()  # raises the same if it is the collection that is gone
    return None


def _value(collection: Collection, found: Item) -> str:
    value = found.get_secret().decode()
    collection.session = found.session  # for all that follow, or each would agree on a key anew
    return value


def _delete(found: Item) -> None:
    found.delete()


@cache
def keychain() -> Keychain:
    """The keychain of this platform, and no other that some configuration names: it might be a plain file.

    Raises ``Absent`` if there is none.
    """
    try:
        return _of_platform()
    except Exception as error:
        raise Absent(f"{type(error).__name__}: {error}") from error


def _of_platform() -> Keychain:
    # A priority raises where its keychain cannot work.
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring

        _ = WinVaultKeyring.priority
        return WinVaultKeyring()  # type: ignore[no-untyped-call,unused-ignore]
    if sys.platform == "darwin":
        from keyring.backends.macOS import Keyring

        _ = Keyring.priority
        return Keyring()  # type: ignore[no-untyped-call,unused-ignore]
    return SecretService()


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """What one line is answered by: ``value``, or ``error`` (absent or refused) with a ``text``."""
    try:
        return {"value": _done(keychain(), asked)}
    except Absent as error:
        return {"error": "absent", "text": _without_value(str(error), asked)}
    except Exception as error:  # noqa: BLE001 - each platform has errors of its own
        return {"error": "refused", "text": _without_value(f"{type(error).__name__}: {error}", asked)}


def _done(found: Keychain, asked: dict[str, Any]) -> str | None:
    item = asked["item"]
    if asked["do"] == "get":
        return found.get_password(SERVICE, item)
    if asked["do"] == "put":
        found.set_password(SERVICE, item, asked["value"])
    elif found.get_password(SERVICE, item) is not None:
        found.delete_password(SERVICE, item)
    return None


def _without_value(text: str, asked: dict[str, Any]) -> str:
    value = asked.get("value")
    return (text.replace(value, "[secret]") if value else text)[:500]


def serve(asking: IO[bytes], answering: IO[bytes]) -> None:
    """Answers line by line until there are no more: whoever asked is gone then, and waits for no answer."""
    lines: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_answer_all, args=(lines, answering), daemon=True).start()
    for line in asking:
        lines.put(line)


def _answer_all(lines: SimpleQueue[bytes], answering: IO[bytes]) -> None:
    while True:
        answering.write(json.dumps(answer(json.loads(lines.get()))).encode() + b"\n")
        answering.flush()


def main() -> None:
    """Keeps standard output for answers: libraries that print must not be taken for one."""
    answering = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answering)


if __name__ == "__main__":
    main()
