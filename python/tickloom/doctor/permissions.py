"""Whether other users of the machine are kept out where they must be."""

from __future__ import annotations

import stat
import sys
from typing import TYPE_CHECKING

from .check import Check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def look(home: Path) -> Iterator[Check]:
    """The home, which others may not write, and folders that they may not enter."""
    if sys.platform == "win32":
        yield Check("permissions", "ok", "by the access lists of the user's profile, which are not looked at")
    else:
        if home.is_dir():
            yield _home(home)
        for name, folder in _private(home):
            if folder.is_dir() or folder.is_symlink():
                yield _closed(name, folder)


def _private(home: Path) -> Iterator[tuple[str, Path]]:
    from .. import run_file

    yield "run files", run_file.folder()
    yield "folder of logs", home / "logs"


if sys.platform != "win32":
    import os

    def _home(home: Path) -> Check:
        found = home.stat()
        if found.st_uid != os.geteuid():
            return Check(
                "permissions", "warn", f"{home} belongs to user {found.st_uid}", "use one of your own"
            )
        if found.st_mode & stat.S_IWOTH:
            return Check("permissions", "warn", f"{home} can be written by anybody", f"chmod o-w '{home}'")
        if found.st_mode & stat.S_IWGRP and not _is_own_group(found.st_gid):
            return Check("permissions", "warn", f"{home} can be written by its group", f"chmod g-w '{home}'")
        return Check("permissions", "ok", "nobody else can write the home")

    def _is_own_group(group: int) -> bool:
        """Whether it is the user's own group, as many systems give to each, with nobody else in it."""
        import grp
        import pwd

        try:
            user = pwd.getpwuid(os.geteuid())
            members = set(grp.getgrgid(group).gr_mem)
        except KeyError:
            return False
        return group == user.pw_gid and members <= {user.pw_name}

    def _closed(name: str, folder: Path) -> Check:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode):
            return Check(name, "fail", f"{folder} is a link", "remove it: a folder is made when it is needed")
        if found.st_uid != os.geteuid():
            return Check(
                name, "fail", f"{folder} belongs to user {found.st_uid}", "ask whoever can to remove it"
            )
        if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            return Check(name, "fail", f"{folder} is open to other users", f"chmod 700 '{folder}'")
        return Check(name, "ok", f"{folder}, closed to others")
