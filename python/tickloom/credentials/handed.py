"""Secrets that a program hands to the engine it starts: kept in memory alone, and shown nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from tickloom.secret import Secret

MOST_BYTES = 64 << 10
"""The longest line of secrets."""


class Credentials(Mapping[str, Secret]):
    """Secrets by name. Texts of it, logs and tracebacks show the names alone.

    >>> secrets = Credentials({"venue": "swordfish"})
    >>> secrets["venue"].reveal()
    'swordfish'
    >>> secrets
    Credentials(venue=…)
    """

    __slots__ = ("_secrets",)

    def __init__(self, secrets: Mapping[str, str] | None = None) -> None:
        """Keeps each as a ``Secret``; none if there are none."""
        self._secrets = {name: Secret(secret) for name, secret in (secrets or {}).items()}

    def __getitem__(self, name: str) -> Secret:
        """The secret of this name. Raises ``KeyError``."""
        return self._secrets[name]

    def __iter__(self) -> Iterator[str]:
        """Their names."""
        return iter(self._secrets)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._secrets)

    def __repr__(self) -> str:
        """The names, and nothing of what they stand for."""
        return f"Credentials({', '.join(f'{name}=…' for name in self._secrets)})"

    def __reduce__(self) -> str:
        """Secrets do not leave the process. Raises ``TypeError``."""
        raise TypeError("secrets are not written down")


def parse(line: bytes) -> Credentials:
    """The secrets of one line of JSON: ``{"secrets": {"name": "secret"}}``.

    Raises ``ValueError``, which holds nothing of the line.

    >>> parse(b'{"secrets": {"venue": "swordfish"}}')
    Credentials(venue=…)
    """
    try:
        secrets = json.loads(line)["secrets"]
        if not all(isinstance(secret, str) for secret in secrets.values()):
            raise TypeError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError('the line is not {"secrets": {"NAME": "SECRET"}}') from None
    return Credentials(secrets)
