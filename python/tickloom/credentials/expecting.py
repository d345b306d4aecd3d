"""Which credentials integrations need, and what each of them says about a value."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tickloom.bounded import NoAnswer, Started

from .names import checked_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from tickloom.secret import Secret

GROUP = "tickloom.credentials"
"""The entry points that are called before credentials are listed or checked; each calls ``register``."""

SECONDS = 10.0
"""How long a validator may think, as one may that asks a server."""

_expected: dict[str, Expected] = {}
_loading = threading.Lock()
_unloadable: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What an integration says of a credential that it needs."""

    name: str
    """Its name."""
    validator: Callable[[Secret], str | None] | None = None
    """Tells why a value is of no use, or none; the text must not hold the value."""
    max_age: float | None = None
    """After so many seconds it is old; None for what the configuration says."""
    about: str = ""
    """What it is for."""

    def refusal(self, value: Secret) -> str | None:
        """Why the validator refuses the value, in at most ``SECONDS``; none if it does not."""
        if self.validator is None:
            return None
        try:
            text = Started(partial(self.validator, value), f"validates {self.name}").result(SECONDS)
        except NoAnswer:
            return f"its validator gave no answer within {SECONDS:g} s"
        except Exception as error:  # noqa: BLE001 - whatever an integration raises, which may hold the value
            return f"its validator failed: {type(error).__name__}"
        return None if text is None else text.replace(value.reveal(), "[secret]")


def register(
    name: str,
    *,
    validator: Callable[[Secret], str | None] | None = None,
    max_age: float | None = None,
    about: str = "",
) -> None:
    """Says that this credential is needed; said again, the later counts.

    ``validator`` is given a value and tells why it is of no use, or none; it may ask a server, for ten
    seconds at most. ``max_age`` is in seconds.

    Raises ``InvalidCredential`` if that is no name.
    """
    _expected[checked_name(name)] = Expected(name, validator, max_age, about)


def expected(name: str) -> Expected:
    """What is known of a credential; nothing but its name if nobody registered it."""
    return _expected.get(name, Expected(name))


def all_expected() -> list[Expected]:
    """Everything that was registered, by name."""
    return [_expected[name] for name in sorted(_expected)]


def load_integrations() -> dict[str, str]:
    """Calls the entry points of installed integrations, once; gives those that could not be, and why."""
    global _unloadable  # noqa: PLW0603 - entry points register once in a process
    with _loading:
        if _unloadable is None:
            _unloadable = _load()
        return dict(_unloadable)


def _load() -> dict[str, str]:
    from importlib.metadata import entry_points

    failed = {}
    for found in entry_points(group=GROUP):
        try:
            found.load()()
        except Exception as error:  # noqa: BLE001 - of somebody else
            failed[found.name] = f"{type(error).__name__}: {error}"
    return failed
