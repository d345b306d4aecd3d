"""The files of the configuration: which there may be, and reading them without trusting them."""

from __future__ import annotations

import os
import re
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .names import PREFIX

if TYPE_CHECKING:
    from .places import Source

MOST_BYTES = 64 << 10
"""No file of the configuration is longer."""
STAGES = ("development", "ci", "production")
"""What ``TICKLOOM_ENV`` may be, of which the first is the usual."""
NAME_OF_USERS = "tickloom.env"
"""How the user's own file is called."""

# A named pipe would wait for whoever writes into it; Windows has none.
_CAREFULLY = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_OURS = rb"(?mi)^(?:\xef\xbb\xbf)?[^\S\n]*(?:export[^\S\n]+)?['\"]?" + PREFIX.encode()


class Unreadable(Exception):
    """A file that is there and cannot be used: what is wrong with it, and what to do."""

    def __init__(self, what: str, fix: str) -> None:
        """Keeps both apart."""
        super().__init__(what)
        self.what, self.fix = what, fix


# No dataclass: every command makes this class, and that would take it four times as long.
class File(NamedTuple):
    """A file that may be there."""

    path: Path
    """Where."""
    source: Source
    """Whether it is the project's or the user's."""
    holds_secrets: bool = False
    """Whether it is a developer's own ``.env``, the only file in which secrets are tolerated."""
    shown: str | None = None
    """How people are told of it; if none, by its name if it lies in the current folder, else by its path."""

    @property
    def is_ours_alone(self) -> bool:
        """Whether nobody else's variables may stand in it, as they may in those of a project."""
        return self.source == "user"

    @property
    def label(self) -> str:
        """What stands before a line's number."""
        return self.shown or (str(self.path) if self.is_ours_alone else self.path.name)


def listed(stage: str | None, folder: Path, user: Path) -> list[File]:
    """The files of a stage that may be there, the first of which counts; without a stage the user's alone."""
    files = [File(user, "user")]
    if stage is not None:
        files.insert(0, File(folder / f".env.{stage}", "project"))
    if stage == STAGES[0]:
        files.insert(0, File(folder / ".env", "project", holds_secrets=True))
    return files


def file_of_user() -> Path:
    """Where the user's own file is, whether or not there is one.

    It is where ``platformdirs`` says, which every command would have to load to be told.
    """
    return _folder_of_user() / "tickloom" / NAME_OF_USERS


def _folder_of_user() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or _home_of_user() / "AppData" / "Local")
    if sys.platform == "darwin":
        return _home_of_user() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_CONFIG_HOME", "").strip() or _home_of_user() / ".config")


def _home_of_user() -> Path:
    # Path.home() fails where the system knows none, as in some containers; as a path such a ~ is not there.
    return Path(os.path.expanduser("~"))  # noqa: PTH111


def content(file: File) -> bytes | None:
    """What stands in a file; none if it is not there, or nothing in it is meant for Tickloom.

    Raises ``Unreadable`` if it cannot be read, is no file, is too long, or others could have written it.
    """
    try:
        # A folder of this name is somebody's virtual environment.
        if file.holds_secrets and file.path.is_dir():
            return None
        found, status = _bytes(file.path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unreadable(f"it cannot be read: {error.strerror}", "make it readable, or remove it") from None
    # What somebody else keeps in a file of this name is no business of ours.
    if not (file.is_ours_alone or re.search(_OURS, found)):
        return None
    _check_owner(status)
    return of_size(found)


def of_size(content: bytes) -> bytes:
    """What stands in a file. Raises ``Unreadable`` if it is too long."""
    if len(content) > MOST_BYTES:
        raise Unreadable(f"it has more than {MOST_BYTES:,} bytes", "keep in it what is set, and no more")
    return content


def _bytes(path: Path) -> tuple[bytes, os.stat_result]:
    """The beginning of a file, and whose it is; one byte too many shows that it is too long."""
    # Windows cannot open a folder to look what it is.
    if path.is_dir():
        raise _no_file()
    with os.fdopen(os.open(path, os.O_RDONLY | _CAREFULLY), "rb") as opened:
        status = os.fstat(opened.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise _no_file()
        return opened.read(MOST_BYTES + 1), status


def _check_owner(status: os.stat_result) -> None:
    # On Windows the access list of the folder says who may write, and a profile's lets in its owner alone.
    if sys.platform == "win32":
        return
    if status.st_uid not in {os.geteuid(), 0}:
        raise Unreadable(f"it belongs to user {status.st_uid}", "take it over with chown, or remove it")
    # Many systems give each user a group of their own, whose members are nobody else.
    of_own_group = status.st_gid == os.getegid()
    if status.st_mode & (stat.S_IWOTH if of_own_group else stat.S_IWOTH | stat.S_IWGRP):
        raise Unreadable("other users can write it", "take that away: chmod go-w")


def _no_file() -> Unreadable:
    return Unreadable("it is no file", "move it away, or put a file in its place")
