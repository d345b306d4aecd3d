"""Hands the core what is configured of the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..config.sections import Logs


@dataclass(slots=True)
class _Shown:
    """What this process shows on stderr unless it is configured."""

    level: str = "off"
    is_asked_for: bool = False


_shown = _Shown()


def show_from(level: str, *, is_asked_for: bool = True) -> None:
    """Shows records from this level on on stderr, from the next ``apply`` on.

    What was asked for goes before the configuration; what is a habit of the program stands behind it.
    """
    if is_asked_for or not _shown.is_asked_for:
        _shown.level, _shown.is_asked_for = level, is_asked_for


def follow(section: Logs) -> None:
    """Applies the section if it, or this process, says anything at all: a program may have its own ways."""
    from ..config.sections import Logs

    if _shown.is_asked_for or section != Logs():
        apply(section)


def apply(section: Logs) -> None:
    """From now on the log is written as the section ``logs`` says; files that are open keep their bounds.

    >>> from tickloom.config.sections import Logs
    >>> apply(Logs(level="warning"))
    >>> from tickloom._core import is_logged
    >>> is_logged("info", "my_strategy")
    False
    >>> apply(Logs())
    """
    from .. import _core

    _core.configure_logs(
        level=",".join([section.level, *section.targets]),
        terminal=_terminal(section),
        is_json=section.format == "json",
        folder=section.folder and section.folder.expanduser(),
        file_bytes=section.file_size << 20,
        files=section.files,
    )


def _terminal(section: Logs) -> str:
    if _shown.is_asked_for or section.terminal is None:
        return _shown.level
    return section.terminal
