"""Where secrets are kept; the secrets themselves stand in no setting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from ..setting import Range, setting


@dataclass(frozen=True, slots=True)
class Credentials:
    """The section ``credentials``."""

    backend: Literal["keychain", "file"] = setting(
        "keychain",
        "What keeps them: the keychain of the operating system, or an encrypted file.",
        remote=False,
    )
    timeout: Annotated[float, Range(0.1, 5)] = setting(
        3.0, "How long the keychain may take to answer.", unit="s"
    )
    max_age: Annotated[float, Range(1, 3650)] = setting(
        365.0, "After how long a credential is old, if its integration does not say.", unit="days", live=True
    )
