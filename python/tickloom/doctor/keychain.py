"""Whether what keeps credentials answers, and its audit trail is as it was written. No value is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..counting import counted
from .check import Check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..config.sections import Credentials as Settings
    from ..credentials.health import Health

NOBODY = "doctor/nobody"
"""An item that nobody keeps: to be told that there is none is an answer, too."""


def look(_home: Path) -> Iterator[Check]:
    """The place, what it keeps, and the trail."""
    from .. import config
    from ..errors import InvalidConfig

    try:
        settings = config.load().credentials
    except InvalidConfig:
        yield Check(
            "keychain", "warn", "not looked at, because the configuration is wrong", "look at config first"
        )
        return
    known = _known(settings)
    yield _place(settings, any(one.backend == settings.backend for one in known))
    yield from _missing(known)
    yield from _trail()


def _known(settings: Settings) -> list[Health]:
    from ..credentials import open_store
    from ..credentials.health import listed

    with open_store(settings=settings) as store:
        return listed(store)


def _place(settings: Settings, is_used: bool) -> Check:
    """An encrypted file asks for its passphrase when it is used, and not here."""
    from ..errors import CredentialsUnavailable

    if settings.backend == "file":
        return Check("keychain", "ok", "an encrypted file is used instead, as configured")
    try:
        _ask(settings.timeout)
    except CredentialsUnavailable as error:
        if error.code == "credentials.no_keychain" and not is_used:
            return Check("keychain", "ok", "there is none; what needs no credentials works without")
        return Check("keychain", "fail" if is_used else "warn", str(error))
    return Check("keychain", "ok", "answers")


def _ask(seconds: float) -> None:
    """Raises ``CredentialsUnavailable``."""
    from ..credentials.backends.keychain import Keychain

    keychain = Keychain(seconds)
    try:
        keychain.get(NOBODY)
    finally:
        keychain.close()


def _missing(known: list[Health]) -> Iterator[Check]:
    missing = [one for one in known if not one.is_usable]
    for one in missing:
        yield Check("credential", "warn", f"{one.name} is {one.state}", one.advice)
    if known and not missing:
        yield Check("credentials", "ok", f"{counted(len(known), 'credential')}, none missing")


def _trail() -> Iterator[Check]:
    from ..credentials.opening import folder
    from ..credentials.trail import check

    if not folder().is_dir():
        return
    if findings := check(folder()):
        first = f"{findings[0].file}, line {findings[0].line}: {findings[0].what}"
        found = f"{counted(len(findings), 'place')} not as written, first {first}"
        yield Check("audit trail", "fail", found, "look at it: tickloom credentials audit")
    else:
        yield Check("audit trail", "ok", "as it was written")
