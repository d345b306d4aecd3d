"""Credentials from the environment or a developer's ``.env``, which others can read: in development alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tickloom.errors import CredentialRefused
from tickloom.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "TICKLOOM_CREDENTIAL_"
"""What the variables begin with; then comes the name in upper case."""

DEVELOPMENT = "development"
_STAGE = "TICKLOOM_ENV"


def from_environment(name: str) -> Secret | None:
    """The value that a developer has put there; none if there is none.

    Raises ``CredentialRefused`` if it is there although this is no development (``TICKLOOM_ENV``).
    """
    variable = PREFIX + name.upper()
    if not is_development():
        _refuse(variable)
        return None
    value = os.environ.get(variable) or _of_file().get(variable)
    return Secret(value) if value else None


def names_in_environment() -> list[str]:
    """Which credentials stand there, whether or not they may."""
    found = [*os.environ, *(_of_file() if is_development() else ())]
    return sorted({name.removeprefix(PREFIX).lower() for name in found if name.startswith(PREFIX)})


def is_development() -> bool:
    """Whether ``TICKLOOM_ENV`` says so, or says nothing."""
    return os.environ.get(_STAGE, "") in {"", DEVELOPMENT}


def _refuse(variable: str) -> None:
    if variable not in os.environ:
        return
    what = f"{variable} is set, and others can read the environment: in {os.environ[_STAGE]} it is refused"
    how = f"remove it, and run: tickloom credentials set {variable.removeprefix(PREFIX).lower()}"
    raise CredentialRefused(f"{what}; {how}", "credentials.environment_refused")


def _of_file() -> Mapping[str, str]:
    path = Path(".env")
    if not path.is_file():
        return {}

    from tickloom.config.files import File, Unreadable, content
    from tickloom.config.parsing import parsed
    from tickloom.config.places import Entry

    file = File(path, "project", holds_secrets=True)
    try:
        found = parsed(content(file) or b"", file)
    except Unreadable as error:
        raise CredentialRefused(f".env: {error}; {error.fix}", "credentials.environment_refused") from None
    return {entry.name: entry.text for entry in found if isinstance(entry, Entry)}
