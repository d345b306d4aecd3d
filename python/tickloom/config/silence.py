"""The usual case, answered at once: nothing is configured but, perhaps, where the home is."""

from __future__ import annotations

import os
from pathlib import Path

from . import files
from .files import Unreadable, content, listed
from .names import PREFIX, STAGE, is_setting
from .settings import Settings

_HOME = f"{PREFIX}HOME"


def settings_of_silence() -> Settings | None:
    """The settings, if nobody says any others than the home, and only there; else all has to be read.

    It loads as little as a command can do with.
    """
    if any(is_setting(name) and name != _HOME for name in os.environ) or _is_a_file_there():
        return None
    home = os.environ.get(_HOME)
    return Settings(home=Path(home)) if home else Settings()


def _is_a_file_there() -> bool:
    stage = os.environ.get(STAGE) or files.STAGES[0]
    if stage not in files.STAGES:
        return True
    try:
        return any(content(file) is not None for file in listed(stage, Path(), files.file_of_user()))
    except Unreadable:
        return True
