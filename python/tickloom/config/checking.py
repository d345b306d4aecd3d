"""Whether names are those of settings, and stand where they may."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .keys import by_variable
from .names import CREDENTIAL, DEBUG, PREFIX, STAGE, is_meant
from .places import Problem

if TYPE_CHECKING:
    from .files import File
    from .places import Entry

_SECRETIVE = re.compile(
    r"CREDENTIAL|PASSW|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY", re.IGNORECASE
)
_LONGEST_NAME = 80


def problem_of_name(entry: Entry, file: File | None) -> Problem | None:
    """What is wrong with a name where it stands: in a file, or else in the environment."""
    if entry.name in by_variable():
        return None
    if file is not None and entry.name in {STAGE, DEBUG}:
        fix = "set it in the environment, for it is looked at before any file"
        return _problem(entry, "a file cannot say it", fix)
    if looks_secret(entry.name):
        return _of_secret(entry, file)
    if is_meant(entry.name) or (file is not None and file.is_ours_alone):
        return _problem(entry, "no such setting", suggestion(entry.name))
    return None


def looks_secret(name: str) -> bool:
    """Whether what stands behind a name is likely a secret.

    >>> looks_secret("TICKLOOM_CREDENTIAL_VENUE"), looks_secret("TICKLOOM_SQL__TIMEOUT")
    (True, False)
    """
    return name not in by_variable() and _SECRETIVE.search(name) is not None


def _of_secret(entry: Entry, file: File | None) -> Problem | None:
    is_credential = entry.name.startswith(CREDENTIAL) and entry.name != CREDENTIAL
    if file is None or file.holds_secrets:
        return (
            None if is_credential or not is_meant(entry.name) else _problem(entry, "no such setting", _KEEP)
        )
    return _problem(entry, "a secret must not stand in this file", _KEEP)


_KEEP = "remove it, and keep the secret with: tickloom credentials set NAME"


def suggestion(name: str) -> str:
    """What to do about a name that nothing has."""
    from difflib import get_close_matches

    known = [variable.removeprefix(PREFIX) for variable in by_variable()]
    near = get_close_matches(name.upper().removeprefix(PREFIX), known, n=1)
    return f"did you mean {PREFIX}{near[0]}?" if near else "tickloom config show lists all; remove it"


def _problem(entry: Entry, what: str, fix: str) -> Problem:
    return Problem(entry.origin.place, shown(entry.name), what, fix)


def shown(name: str) -> str:
    """A name as it can be shown: not endless, and nothing in it that moves a terminal's cursor."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in name[:_LONGEST_NAME])
    return f"{plain}…" if len(name) > _LONGEST_NAME else plain
