"""Places that keep values: the system's keychain, or an encrypted file for who chose it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tickloom.credentials.index import Place
    from tickloom.secret import Secret


class Backend(Protocol):
    """What a place that keeps values can do. Items are names that no two values share.

    Each call ends within the time that the place was given, and raises ``CredentialsUnavailable`` if the
    place cannot be used.
    """

    @property
    def name(self) -> Place:
        """How the index calls it."""

    def get(self, item: str) -> Secret | None:
        """The value of an item, or none if there is no such item."""

    def put(self, item: str, value: Secret) -> None:
        """Keeps a value."""

    def remove(self, item: str) -> None:
        """Forgets a value; one that is not there is no error."""

    def close(self) -> None:
        """Ends whatever it has begun; it can be used again."""
