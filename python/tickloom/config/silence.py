"""The usual case, answered at once: nothing is configured but, perhaps, where the home is."""

from __future__ import annotations

import os
from pathlib import Path

from . import files
from .files import Unreadable, content, listed
from .settings import Settings

_STAGE, _HOME = "TICKLOOM_ENV", "TICKLOOM_HOME"
_NO_SETTINGS = {_STAGE, _HOME, "TICKLOOM_DEBUG"}
_OTHERS = ("TICKLOOM_CREDENTIAL_", "TICKLOOM_TEST_")


def settings_of_silence() -> Settings | None:
    """The settings, if nobody says any others than the home, and only there; else all has to be read.

    It loads as little as a command can do with.
    """
    if any(map(_says_something, os.environ)) or _is_a_file_there():
        return None
    home = os.environ.get(_HOME)
    return Settings(home=Path(home)) if home else Settings()


def _says_something(name: str) -> bool:
    is_meant = name.upper().startswith("TICKLOOM_")
    return is_meant and name not in _NO_SETTINGS and not name.startswith(_OTHERS)


def _is_a_file_there() -> bool:
    stage = os.environ.get(_STAGE) or files.STAGES[0]
    if stage not in files.STAGES:
        return True
    try:
        return any(content(file) is not None for file in listed(stage, Path(), files.file_of_user()))
    except Unreadable:
        return True
