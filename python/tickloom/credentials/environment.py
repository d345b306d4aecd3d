"""Credentials from the environment or a developer's ``.env``, which others can read: in development alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tickloom.config.names import CREDENTIAL, STAGE
from tickloom.errors import CredentialRefused
from tickloom.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

DEVELOPMENT = "development"


def from_environment(name: str) -> Secret | None:
    """The value that a developer has put there; none if there is none.

    Raises ``CredentialRefused`` if it is there although this is no development (``TICKLOOM_ENV``).
    """
    variable = CREDENTIAL + name.upper()
    if not is_development():
        _refuse(variable)
        return None
    value = os.environ.get(variable) or _of_file().get(variable)
    return Secret(value) if value else None


def names_in_environment() -> list[str]:
    """Which credentials stand there, whether or not they may; in development an empty one is none."""
    found = {*os.environ}
    if is_development():
        found = {name for name, value in [*os.environ.items(), *_of_file().items()] if value}
    return sorted(
        name.removeprefix(CREDENTIAL).lower()
        for name in found
        if name.startswith(CREDENTIAL) and name.isupper()
    )


def is_development() -> bool:
    """Whether ``TICKLOOM_ENV`` says so, or says nothing."""
    return os.environ.get(STAGE, "") in {"", DEVELOPMENT}


def _refuse(variable: str) -> None:
    if variable not in os.environ:
        return
    what = f"{variable} is set, and others can read the environment: in {os.environ[STAGE]} it is refused"
    how = f"remove it, and run: tickloom credentials set {variable.removeprefix(CREDENTIAL).lower()}"
    raise CredentialRefused(f"{what}; {how}", "credentials.environment_refused")


def _of_file() -> Mapping[str, str]:
    from tickloom.config.files import File, Unreadable, content

    file = File(Path(".env"), "project", holds_secrets=True)
    try:
        found = content(file)
    except Unreadable as error:
        raise CredentialRefused(f".env: {error}; {error.fix}", "credentials.environment_refused") from None
    if found is None:
        return {}
    from tickloom.config.parsing import parsed
    from tickloom.config.places import Entry

    return {entry.name: entry.text for entry in parsed(found, file) if isinstance(entry, Entry)}
