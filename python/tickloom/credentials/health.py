"""How credentials are: which are missing, old, unreadable or refused, without a word of what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tickloom.errors import CredentialRefused, TickloomError

from .environment import is_development, names_in_environment
from .expecting import all_expected, expected, load_integrations
from .index import now

if TYPE_CHECKING:
    from .index import Entry
    from .store import CredentialStore

State = Literal["ok", "missing", "old", "unreadable", "refused"]
_SECONDS_OF_A_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Health:
    """A credential and how it is."""

    name: str
    """Its name."""
    state: State
    """``old`` still works; whoever needs a credential in any other state but ``ok`` cannot."""
    backend: Literal["", "keychain", "file", "environment"] = ""
    """Where it lies: ``keychain``, ``file``, ``environment``; empty if nowhere."""
    since: int | None = None
    """When it was set: nanoseconds UTC; none if that is not known."""
    has_previous: bool = False
    """Whether a rotation is not finished."""
    advice: str = ""
    """What is wrong, and what to do."""

    @property
    def is_usable(self) -> bool:
        """Whether who needs it can work."""
        return self.state in {"ok", "old"}


def listed(store: CredentialStore) -> list[Health]:
    """What there is and what is missing; no value is read, so all that is there counts as ok.

    Raises ``CredentialsUnavailable`` if the index cannot be read.
    """
    load_integrations()
    entries = {entry.name: entry for entry in store.entries()}
    visible = set(names_in_environment())
    names = {*entries, *visible, *(one.name for one in all_expected())}
    return [_known(name, entries.get(name), name in visible) for name in sorted(names)]


def checked(store: CredentialStore, max_age: float) -> list[Health]:
    """The same, with every value read, aged and shown to its validator; ``max_age`` is in seconds.

    A value that cannot be read is one line of the answer and stops nothing.
    """
    return [
        *(_checked(store, one, max_age) for one in listed(store)),
        *(Health(name, "unreadable", advice=f"its integration failed: {why}") for name, why in _failed()),
    ]


def _failed() -> list[tuple[str, str]]:
    return sorted(load_integrations().items())


def _known(name: str, entry: Entry | None, is_visible: bool) -> Health:
    if is_visible and is_development():
        return Health(name, "ok", "environment")
    if is_visible:
        return Health(name, "refused", "environment")
    if entry is None:
        about = expected(name).about
        how = f"tickloom credentials set {name}"
        return Health(name, "missing", advice=f"{about}: {how}" if about else how)
    return Health(name, "ok", entry.backend, entry.current.since, entry.previous is not None)


def _checked(store: CredentialStore, known: Health, max_age: float) -> Health:
    if known.state == "missing":
        return known
    try:
        reason = expected(known.name).refusal(store.get(known.name))
    except CredentialRefused as error:
        return _with(known, "refused", str(error))
    except TickloomError as error:
        return _with(known, "unreadable", f"{error} [{error.code}]")
    if reason is not None:
        return _with(known, "refused", f"{reason}; tickloom credentials rotate {known.name}")
    return _aged(known, expected(known.name).max_age or max_age)


def _aged(known: Health, max_age: float) -> Health:
    age = 0.0 if known.since is None else (now() - known.since) / 1e9
    if age <= max_age:
        return known
    days = f"{age / _SECONDS_OF_A_DAY:.0f} days"
    return _with(known, "old", f"set {days} ago; tickloom credentials rotate {known.name}")


def _with(known: Health, state: State, advice: str) -> Health:
    return Health(known.name, state, known.backend, known.since, known.has_previous, advice)
